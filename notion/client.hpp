#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "config/settings.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/task.hpp"
#include "notion/budget.hpp"
#include "notion/types.hpp"

namespace storyreel::notion {

/// The one version of Notion's API that is spoken.
constexpr std::string_view kVersion = "2026-03-11";

/// Notion refused a request, for good or after all attempts.
class ApiError : public Error {
 public:
  ApiError(const std::string& message, int its_status, Failure its_failure)
      : Error(message), status(its_status), failure(std::move(its_failure)) {}
  int status;
  Failure failure;
};

/// A write of which nobody knows whether it was done: look before repeating it.
class DoubtfulError : public Error {
 public:
  DoubtfulError(const std::string& message, std::string its_committed_id)
      : Error(message), committed_id(std::move(its_committed_id)) {}
  std::string committed_id;  ///< what the write made, when Notion says so
};

/// A write that had to wait too long after its page was read, or whose page can't be read: read it
/// again.
class StaleError : public Error {
 public:
  using Error::Error;
};

/// A read that Notion did not answer, though it answered others meanwhile: no trouble of the
/// network.
class SilentError : public Error {
 public:
  using Error::Error;
};

/// All rows of a query. `complete`: what is not among them is not in the data source either.
struct Rows {
  std::vector<Page> pages;
  bool complete = true;
};

/// Which rows to ask for.
struct RowQuery {
  std::optional<Time> edited_since;  ///< nullopt: all
  bool newest_first = false;         ///< one page of the newest, and no more
  bool patient = true;               ///< false: others wait for its end, failed or not
};

/// Notion's API as verbs: one method an endpoint, typed and verified replies, all through one
/// request budget. Replies that say so are waited for and retried; what stays wrong is thrown as
/// ApiError, DoubtfulError (writes only), TransportError (no reply), SilentError, or Error (a reply
/// that can't be read). The token reaches no message. Loop thread only.
class Client {
 public:
  Client(Executor loop, HttpClient& http, config::Notion settings);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  Task<User> me();

  Task<Page> page(std::string id, Priority priority);
  /// nullopt: not there, or not shared (404).
  Task<std::optional<Page>> find_page(std::string id, Priority priority);
  /// `source_id`, here and below: the data source it is a row of; blank where it is none.
  Task<Page> create_page(boost::json::object body, std::string source_id = {});
  /// Not retried: what it writes must be read again before each attempt (ApiError 409, 429, 529).
  /// `read_at`: when the page was read for it; it does not go out much later (StaleError).
  Task<Page> update_page(std::string id, boost::json::object body, std::string source_id = {},
                         std::optional<Time> read_at = std::nullopt);

  /// `patient`: as of RowQuery.
  Task<std::vector<Block>> children(std::string id, Priority priority, bool patient = true);
  Task<> append_children(std::string id, boost::json::array children);

  /// A block at the beginning of a page.
  Task<Block> add_block(std::string page_id, boost::json::object block);
  /// `page_id`: the page that it stands in, whose time stamp changes too.
  Task<Block> update_block(std::string id, boost::json::object body, std::string page_id);
  Task<std::optional<Block>> find_block(std::string id);  ///< nullopt: not there (404)

  /// Files: created, sent whole or part by part, and then shown somewhere within the hour. Like
  /// other writes they are not repeated in doubt: find_upload says what arrived.
  Task<FileUpload> create_upload(boost::json::object body, Priority priority);
  /// `form` reads a form whose parts are separated by `boundary`.
  Task<FileUpload> send_upload(std::string id, std::function<Task<std::string>()> form,
                               std::string boundary, Priority priority);
  Task<FileUpload> complete_upload(std::string id, Priority priority);
  Task<std::optional<FileUpload>> find_upload(std::string id, Priority priority);
  /// The largest file that the workspace takes, in bytes, as me() was told.
  std::int64_t most_upload() const;

  Task<Database> database(std::string id, Priority priority);
  Task<Database> create_database(boost::json::object body);
  /// As update_page. `page_id`: the page that it stands in, whose time stamp changes too.
  Task<Database> update_database(std::string id, boost::json::object body, std::string page_id,
                                 Time read_at);

  Task<Source> source(std::string id);
  /// As update_page.
  Task<Source> update_source(std::string id, boost::json::object body, Time read_at);
  /// All of them, also past Notion's cap on one query's results; `complete` says whether.
  Task<Rows> rows(std::string source_id, RowQuery query, Priority priority);
  /// Pages as search knows them, last edited first; hints only: it lags and leaves out.
  Task<List<Page>> last_edited(std::string cursor);

  /// Views are background work: they wait for everything else.
  Task<std::vector<View>> views(std::string database_id);  ///< their ids only
  Task<View> view(std::string id);
  Task<std::optional<View>> find_view(std::string id);  ///< nullopt: not there (404)
  Task<View> create_view(boost::json::object body, std::string source_id);
  /// As update_page.
  Task<View> update_view(std::string id, boost::json::object body, std::string source_id,
                         Time read_at);

  /// Marks a page whose write is under way until what it wrote is recorded: what a poll shows of it
  /// meanwhile can't be told from an edit.
  class Hold {
   public:
    Hold(Client& client, std::string page_id);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    Client& client_;
    std::string page_id_;
  };
  bool held(const std::string& page_id) const;

  /// For how long something just made may be missing from Notion's lists.
  milliseconds index_lag() const;

  /// A create broke off, and nobody knows its end: from now on that may have been until now.
  void note_open();
  /// Until when creates may have been under way whose end nobody noted: the start of this process
  /// (an earlier one may have been killed), or the last note.
  Time open_since() const;

  /// Whether `page` was last edited as us, but not by this process (notion/own_writes.hpp).
  bool is_foreign(const Page& page) const;

  /// Notion's clock at `time` of ours; nullopt before its first reply.
  std::optional<Time> server_time(Time time) const;

  /// From now on throws Error for every write, before it is sent.
  void only_read();

  /// Calls `say` when everything has to rest for longer than a minute.
  void on_rest(std::function<void(std::string)> say);

  /// Calls `count` after every request.
  void on_sent(std::function<void(const Sent&)> count);

  BudgetReport budget() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace storyreel::notion
