#include "daemon/runtime/offload.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;

/// One call of run(). Who claims it (a pool thread, or its canceller) completes it, so that it is
/// completed exactly once.
struct Call {
  std::move_only_function<void(std::stop_token)> work;
  std::move_only_function<void(std::exception_ptr)> done;  ///< posts to the caller's executor
  std::stop_source stop;
  std::atomic<bool> claimed = false;

  bool claim() { return !claimed.exchange(true); }

  void execute() {
    if (!claim()) return;
    std::exception_ptr error;
    try {
      if (stop.stop_requested()) std::rethrow_exception(cancelled());
      work(stop.get_token());
    } catch (...) {
      error = stop.stop_requested() ? cancelled() : std::current_exception();
    }
    finish(std::move(error));
  }

  /// Work that no thread has begun is given up; otherwise it is asked to stop and waited for.
  void cancel() {
    stop.request_stop();
    if (claim()) finish(cancelled());
  }

  void finish(std::exception_ptr error) {
    work = nullptr;  // what it holds is gone before the caller goes on
    std::exchange(done, nullptr)(std::move(error));
  }
};

}  // namespace

struct Offload::State {
  explicit State(int threads) {
    for (int i = 0; i < std::max(threads, 1); ++i) pool.emplace_back([this] { serve(); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex);
      ending = true;
      for (const auto& call : queue) call->stop.request_stop();
      for (const auto& call : running) call->stop.request_stop();
    }
    wake.notify_all();
  }

  void add(std::shared_ptr<Call> call) {
    {
      const std::lock_guard lock(mutex);
      queue.push_back(std::move(call));
    }
    wake.notify_one();
  }

  /// One thread: until the end has come and nothing is left.
  void serve() {
    while (const auto call = next()) {
      call->execute();
      const std::lock_guard lock(mutex);
      std::erase(running, call);
    }
  }

  std::shared_ptr<Call> next() {
    std::unique_lock lock(mutex);
    wake.wait(lock, [this] { return ending || !queue.empty(); });
    if (queue.empty()) return nullptr;
    auto call = std::move(queue.front());
    queue.pop_front();
    running.push_back(call);
    return call;
  }

  std::mutex mutex;  ///< guards all below but the pool
  std::condition_variable wake;
  std::deque<std::shared_ptr<Call>> queue;
  std::vector<std::shared_ptr<Call>> running;
  bool ending = false;
  std::vector<std::jthread> pool;  ///< last: joined before the rest goes
};

Offload::Offload(int threads) : state_(std::make_unique<State>(threads)) {}
Offload::~Offload() = default;

int Offload::threads() const {
  return static_cast<int>(state_->pool.size());
}

Task<> Offload::run_erased(std::move_only_function<void(std::stop_token)> work) {
  auto call = std::make_shared<Call>();
  call->work = std::move(work);
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr)>(
      [this, call](auto handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected()) slot.assign([call](asio::cancellation_type) { call->cancel(); });
        auto guard = asio::make_work_guard(handler);
        call->done = [guard, resume = std::move(handler)](std::exception_ptr error) mutable {
          asio::post(guard.get_executor(),
                     [resume = std::move(resume), error = std::move(error)]() mutable {
                       std::move(resume)(std::move(error));
                     });
        };
        state_->add(call);
      },
      asio::use_awaitable);
}

}  // namespace storyreel
