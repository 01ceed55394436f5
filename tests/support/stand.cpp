#include "tests/support/stand.hpp"

#include "daemon/runtime/signal.hpp"

namespace storyreel::test {
namespace {

Task<bool> wait(std::stop_token stop) {
  for (int i = 0; i < 1'000 && !stop.stop_requested(); ++i) co_await sleep_for(milliseconds(20));
  co_return true;
}

}  // namespace

Stand::Stand(Answer answer) {
  vendor_.answer_by(std::move(answer));
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

void Stand::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) vendor_.run(wait(stop));
}

ServerReply json_reply(std::string body, int status) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = std::move(body)};
}

}  // namespace storyreel::test
