#include "tests/support/stand.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/runtime/signal.hpp"

namespace storyreel::test {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr milliseconds kLook{20};

Task<> until(std::stop_token stop) {
  while (!stop.stop_requested()) co_await sleep_for(kLook);
}

}  // namespace

Stand::Stand(Answer answer, ServerLimits limits)
    : answer_(std::move(answer)), server_(loop_.get_executor(), "127.0.0.1:0", limits) {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    boost::asio::co_spawn(loop_, live(stop), boost::asio::detached);
    loop_.run();
  });
}

Task<> Stand::live(std::stop_token stop) {
  co_await (server_.run(answer_) || until(std::move(stop)));
}

ServerReply json_reply(std::string body, int status) {
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

}  // namespace storyreel::test
