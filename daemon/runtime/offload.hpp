#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "daemon/runtime/task.hpp"

namespace storyreel {

/// A small pool of threads for blocking and CPU work, which never runs on the loop. It goes before
/// the loop does.
class Offload {
 public:
  explicit Offload(int threads);
  ~Offload();  ///< requests stop of what runs and joins the threads
  Offload(const Offload&) = delete;
  Offload& operator=(const Offload&) = delete;

  int threads() const;

  /// Runs `work(stop)` on the pool and resumes on the caller's executor with its result or
  /// exception. When the caller is cancelled, `stop` is requested and the call still waits until
  /// `work` has returned: work checks its stop token at least every 100 ms.
  template <class F>
  Task<std::invoke_result_t<F&, std::stop_token>> run(F work) {
    using Result = std::invoke_result_t<F&, std::stop_token>;
    if constexpr (std::is_void_v<Result>) {
      co_await run_erased(std::move(work));
    } else {
      auto slot = std::make_shared<std::optional<Result>>();
      co_await run_erased(Keep<F, Result>{std::move(work), slot});
      co_return std::move(**slot);
    }
  }

 private:
  template <class F, class Result>
  struct Keep {
    F work;
    std::shared_ptr<std::optional<Result>> slot;
    void operator()(std::stop_token stop) { slot->emplace(work(std::move(stop))); }
  };

  Task<> run_erased(std::move_only_function<void(std::stop_token)> work);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace storyreel
