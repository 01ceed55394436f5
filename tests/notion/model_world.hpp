#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>

#include "cache/cache.hpp"
#include "cache/mirror.hpp"
#include "config/settings.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/offload.hpp"
#include "notion/types.hpp"
#include "pipeline/work.hpp"
#include "tests/notion/studio.hpp"
#include "tests/support/api.hpp"

namespace storyreel::test {

/// Artifacts that one world made and the next need not make again: they are named by their inputs.
struct Shelf {
  Shelf();

  TemporaryFolder folder;
  pipeline::Store store;
  Offload offload{2};
  Offload reader{1};
  std::vector<cache::Artifact> artifacts;
};

/// A workspace with a person in it, and the daemon's loops on their files, pass by pass.
class World {
 public:
  explicit World(Shelf& shelf);
  ~World();

  enum class Loop { pull, work, push };
  /// One pass; nullopt when it failed as a whole, which the next one has to bear.
  std::optional<Pass> pass(Loop loop);
  /// New objects on the same files: what only a process remembers is forgotten.
  void restart();

  boost::json::value call(std::string method, std::string path, boost::json::value body = nullptr);
  /// A person writes a property, by our name of it, as canonical text (notion/value.hpp).
  void set(const notion::Page& page, const std::string& property, const std::string& text);
  /// A property's value as Notion takes it in pages of that source.
  boost::json::value value(const std::string& source_id, std::string_view type,
                           const std::string& text);
  void set_cover(const std::string& page_id, const std::string& url);
  void trash(const std::string& page_id, bool in_trash = true);
  void share(const std::string& page_id, bool shared);
  /// Gives the rows of a source a text property of the user's.
  void add_property(const std::string& source_id, const std::string& name);
  /// Gives the `at`-th option of a select property of ours another name.
  void rename_option(const std::string& source_id, const std::string& property, std::size_t at,
                     const std::string& name);
  /// Moves the workspace's clock against ours.
  void move_clock(seconds ahead);

  notion::Page page(const std::string& id);
  std::vector<notion::Page> rows(const std::string& source_id);
  /// What a page shows, by our names of properties and options, however they are called there now.
  cache::Values shown(const notion::Page& page);
  /// Of a source's properties by our names, as they were called when it was first asked for.
  const std::map<std::string, std::string>& ids(const std::string& source_id);

  std::vector<boost::json::value> children(const std::string& page_id);
  /// Databases in a page that aren't in the trash, and one's first data source.
  std::vector<notion::Database> databases(const std::string& page_id);

  template <class F>
  auto read(F work) {
    return run(loop_, cache().read(std::move(work)));
  }

  const std::string& videos() const { return videos_; }
  std::string log() const;
  const std::string& failure() const { return failure_; }

 private:
  struct Daemon;
  cache::Cache& cache();
  std::string our_words(const notion::Property& property) const;

  Shelf& shelf_;
  TemporaryFolder folder_;
  WorkspaceThread workspace_;
  Api person_;
  config::Settings settings_;
  boost::asio::io_context loop_;
  std::unique_ptr<Daemon> daemon_;
  std::string videos_;
  std::map<std::string, std::map<std::string, std::string>> ids_;
  std::map<std::string, notion::Option>
      options_;  ///< renamed ones as they were, by source and name
  std::string failure_;
  seconds ahead_{0};
};

/// A property's value as Notion takes it, where no option was renamed.
boost::json::value typed(std::string_view type, const std::string& text);

}  // namespace storyreel::test
