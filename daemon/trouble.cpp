#include "daemon/trouble.hpp"

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

constexpr Backoff kAgain{milliseconds(500), milliseconds(60'000)};

}  // namespace

milliseconds Trouble::failed(const std::exception_ptr& error) {
  const std::string message = describe(error);
  if (message != std::exchange(said_, message)) {
    log_.write({.level = Level::warning,
                .video = {},
                .place = {},
                .what = doing_ + " failed: " + message + "; trying again",
                .took = {}});
  }
  return delay(kAgain, ++attempts_, random_jitter());
}

void Trouble::well() {
  if (attempts_ == 0) return;
  log_.write({.level = Level::info,
              .video = {},
              .place = {},
              .what = doing_ + " works again",
              .took = {}});
  attempts_ = 0;
  said_.clear();
}

}  // namespace storyreel
