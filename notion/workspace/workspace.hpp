#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "daemon/runtime/task.hpp"

namespace storyreel::workspace {

struct Options {
  std::string listen = "127.0.0.1:0";  ///< HOST:PORT; port 0 picks a free one
  std::filesystem::path data;          ///< workspace.db, the token files; made if missing
  bool control = false;                ///< serve /_control/ (only when listening on loopback)
  int requests_per_minute = 0;         ///< per connection; 0: no limit
};

/// A local server of Notion's public REST API with a web page, over one SQLite file. Everything
/// runs on `loop`'s thread, SQL included: give it a thread and an io_context of its own. A reply
/// is sent only after its write is committed, so kill -9 loses no acknowledged write.
///
/// The first start makes the page "Studio", shared with the bot, and in `data`, mode 0600:
/// integration.token, person.token and page.key.
class Workspace {
 public:
  /// Opens the data, binds and listens at once. Throws UsageError for a bad address, Error for
  /// data that can't be opened.
  Workspace(Executor loop, Options options);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  std::string url() const;                ///< "http://HOST:PORT", also the API's base
  bool loopback() const;                  ///< nobody else's machine can reach it
  std::string page_url() const;           ///< the web page with its key, for a person's browser
  std::string integration_token() const;  ///< the bot's
  std::string person_token() const;       ///< acts as a person
  std::string studio_page() const;        ///< the page id of "Studio"

  /// Serves until cancelled.
  Task<> run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace storyreel::workspace
