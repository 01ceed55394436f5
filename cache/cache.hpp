#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <SQLiteCpp/Database.h>

#include "daemon/runtime/task.hpp"

namespace storyreel::cache {

using Database = SQLite::Database;

/// The SQLite file behind everything, on a thread of its own. Repository functions
/// (cache/repository.hpp) take the Database that `read` and `write` hand to their function.
///
/// Pull, work and push change different fields of the same rows: load, change and save within one
/// write(), never across a co_await.
class Cache {
 public:
  /// Opens or creates `file` (WAL, foreign keys) and migrates it. Throws UsageError when it was
  /// made by a newer storyreel: "FILE has schema 7, this storyreel knows 1: install a newer one".
  Cache(Executor loop, const std::filesystem::path& file);
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  /// Runs `work(Database&)` in one read transaction.
  template <class F>
  auto read(F work) {
    return run(std::move(work), false);
  }

  /// Runs `work(Database&)` in one transaction: committed when it returns, rolled back when it
  /// throws.
  template <class F>
  auto write(F work) {
    return run(std::move(work), true);
  }

 private:
  template <class F>
  Task<std::invoke_result_t<F&, Database&>> run(F work, bool writes) {
    using Result = std::invoke_result_t<F&, Database&>;
    if constexpr (std::is_void_v<Result>) {
      co_await run_erased(std::move(work), writes);
    } else {
      auto slot = std::make_shared<std::optional<Result>>();
      co_await run_erased(Keep<F, Result>{std::move(work), slot}, writes);
      co_return std::move(**slot);
    }
  }

  template <class F, class Result>
  struct Keep {
    F work;
    std::shared_ptr<std::optional<Result>> slot;
    void operator()(Database& database) { slot->emplace(work(database)); }
  };

  Task<> run_erased(std::move_only_function<void(Database&)> work, bool writes);

  struct State;
  std::unique_ptr<State> state_;
};

/// Opens or creates `file` as Cache does, for commands that keep a record of their own.
std::unique_ptr<Database> open_alone(const std::filesystem::path& file);

/// Opens `file` for the shell's commands that look beside a running daemon. Read only; throws
/// UsageError when it is not there.
std::unique_ptr<Database> open_read_only(const std::filesystem::path& file);

/// Brings `database` to the newest schema, one transaction per step; returns its version.
int migrate(Database& database);

}  // namespace storyreel::cache
