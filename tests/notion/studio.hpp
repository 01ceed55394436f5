#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cache/cache.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/offload.hpp"
#include "notion/client.hpp"
#include "notion/sync.hpp"
#include "notion/workspace/workspace.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::test {

/// The local workspace on a thread of its own.
class WorkspaceThread {
 public:
  explicit WorkspaceThread(const std::filesystem::path& data);
  ~WorkspaceThread();

  workspace::Workspace& operator*() { return *workspace_; }
  workspace::Workspace* operator->() { return workspace_.get(); }

 private:
  boost::asio::io_context loop_;
  std::unique_ptr<workspace::Workspace> workspace_;
  std::thread thread_;
};

/// A workspace, a person in it, and everything that syncs with it.
class Studio {
 public:
  Studio();

  void init();
  /// One pass each; push until nothing is held back.
  void pull();
  void push();
  /// Makes everything as long ago as that, so that the video rests.
  void age(std::chrono::minutes by);

  /// A request as the person; throws unless it is answered with 2xx.
  boost::json::object person(const std::string& method, const std::string& path,
                             const boost::json::value& body = nullptr);
  /// A request to /_control; does the same.
  void control(const std::string& path, const boost::json::value& body);

  std::string add_page(const std::string& title, const std::string& body);
  void edit(const std::string& page_id, const boost::json::object& properties);
  void trash(const std::string& page_id, bool in_trash = true);
  /// The plain text of a property as the person sees it.
  std::string shown(const std::string& page_id, const std::string& property);

  template <class F>
  auto read(F work) {
    return run(loop, cache.read(std::move(work)));
  }
  template <class F>
  auto write(F work) {
    return run(loop, cache.write(std::move(work)));
  }

  cache::Video video();
  /// What a job of that stage says of the one video; blank: nothing.
  std::string trouble(std::string_view stage);
  std::vector<cache::Item> items();
  /// Gives the one video sentences, as the pipeline would.
  void fill_rows(const std::vector<std::string>& sentences);

  TemporaryFolder folder;
  WorkspaceThread workspace;
  boost::asio::io_context loop;
  config::Notion settings;
  HttpClient http;
  StatusLog log;
  cache::Cache cache;
  Offload reader{1};
  notion::Files shelf{.reader = reader, .folder = folder.path() / "artifacts"};
  notion::Client client;
  notion::Pull puller;
  notion::Sweep sweeper;
  notion::Push pusher;
};

}  // namespace storyreel::test
