#include "cache/cache.hpp"

#include <exception>
#include <fmt/format.h>
#include <string>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cache/backup.hpp"
#include "cache/failure.hpp"
#include "cache/journal.hpp"
#include "cache/schema.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::cache {
namespace {

namespace asio = boost::asio;

// How long to wait for another process (a shell command, a backup) that holds the file.
constexpr int kBusyMilliseconds = 5000;

// FULL, not NORMAL: in WAL mode NORMAL may forget the last commits when the machine loses power,
// and an intent must be on disk before its POST, a provider's job id before we wait for it. It
// costs one fsync a commit, of which there are a few a second.
//
// A page cache of 8 MB holds what the loops ask for each time of a thousand videos.
constexpr auto kSettings = R"sql(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA cache_size = -8000;
)sql";

// Before a record is upgraded it is copied: who goes back to the older storyreel has it. Who went
// back has another one by the next upgrade; one that fails at every start leaves no more copies.
void keep_older(Database& database, const std::filesystem::path& file) {
  const int version = schema_version(database);
  if (version == 0 || version == static_cast<int>(schema_steps().size())) return;
  const auto kept = kept_beside(file, fmt::format(".schema-{}", version));
  back_up(database, kept.next);
  const bool repeats = !kept.last.empty() && hash_file(kept.last) == hash_file(kept.next);
  if (repeats) std::filesystem::remove(kept.next);
}

SQLite::Database open(const std::filesystem::path& file) {
  try {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                              kBusyMilliseconds);
    keep_older(database, file);
    database.exec(kSettings);
    migrate(database);
    return database;
  } catch (const SQLite::Exception& failure) {
    throw failed(file.string(), failure);
  }
}

// Makes writing an error while it lives.
class ReadOnly {
 public:
  explicit ReadOnly(Database& database) : database_(database) {
    database_.exec("PRAGMA query_only = ON");
  }
  ~ReadOnly() { database_.tryExec("PRAGMA query_only = OFF"); }
  ReadOnly(const ReadOnly&) = delete;
  ReadOnly& operator=(const ReadOnly&) = delete;

 private:
  Database& database_;
};

void transact(Database& database, std::move_only_function<void(Database&)>& work, bool writes) {
  if (writes) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    work(database);
    transaction.commit();
  } else {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::DEFERRED);
    const ReadOnly guard(database);
    work(database);
  }
}

std::exception_ptr attempt(Database& database, std::move_only_function<void(Database&)> work,
                           bool writes) {
  try {
    transact(database, work, writes);
    return nullptr;
  } catch (const SQLite::Exception& failure) {
    return std::make_exception_ptr(failed(database.getFilename(), failure));
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace

struct Cache::State {
  Executor loop;
  SQLite::Database database;
  asio::thread_pool thread{1};
};

Cache::Cache(Executor loop, const std::filesystem::path& file)
    : state_(new State{std::move(loop), open(file)}) {}

// What was begun is finished: waiters get their answer from the loop, if it still runs. The file is
// left as one that members of the group can read, who may not write beside it.
Cache::~Cache() {
  state_->thread.join();
  leave_journal(state_->database);
}

// Cancellation does not reach a transaction: it runs to its end, its result is delivered, and the
// caller's next co_await throws. So nobody takes a committed transaction for one that was not.
Task<> Cache::run_erased(std::move_only_function<void(Database&)> work, bool writes) {
  auto start = [this](auto handler, std::move_only_function<void(Database&)> job, bool job_writes) {
    auto caller = asio::get_associated_executor(handler, state_->loop);
    auto busy = asio::make_work_guard(caller);
    asio::post(state_->thread, [this, job = std::move(job), job_writes, busy = std::move(busy),
                                handler = std::move(handler)]() mutable {
      auto error = attempt(state_->database, std::move(job), job_writes);
      // Moved, so that the last to let go of the exception is the caller who reads it.
      asio::post(busy.get_executor(),
                 [handler = std::move(handler), error = std::move(error)]() mutable {
                   std::move(handler)(std::move(error));
                 });
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr)>(
      start, asio::use_awaitable, std::move(work), writes);
}

std::unique_ptr<Database> open_alone(const std::filesystem::path& file) {
  auto database = std::make_unique<Database>(open(file));
  // Who is alone with it needs no log beside it, and leaves none.
  database->tryExec("PRAGMA journal_mode = DELETE");
  return database;
}

std::unique_ptr<Database> open_read_only(const std::filesystem::path& file) {
  try {
    auto database =
        std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    if (schema_version(*database) < static_cast<int>(schema_steps().size())) {
      throw UsageError(
          fmt::format("{} is of an older storyreel: start `storyreel daemon` once to upgrade it",
                      file.string()));
    }
    return database;
  } catch (const SQLite::Exception& failure) {
    throw UsageError(failed(file.string(), failure).what());
  }
}

}  // namespace storyreel::cache
