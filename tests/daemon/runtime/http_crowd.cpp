#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <vector>

#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t kCallers = 1'000;
constexpr ServerLimits kLimits{.connections = 256, .idle = seconds{3}};

Task<ServerReply> well(ServerRequest) {
  co_return ServerReply{.body = "well"};
}

Task<tcp::socket> connected(std::uint16_t port) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  co_return socket;
}

Task<std::string> ask(std::uint16_t port) {
  auto socket = co_await connected(port);
  constexpr std::string_view kText =
      "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  co_await asio::async_write(socket, asio::buffer(kText), asio::use_awaitable);
  std::string answer;
  boost::system::error_code end;
  co_await asio::async_read(socket, asio::dynamic_buffer(answer),
                            asio::redirect_error(asio::use_awaitable, end));
  co_return answer;
}

bool is_closed(tcp::socket& socket) {
  std::array<char, 16> unread;
  boost::system::error_code error;
  socket.non_blocking(true);
  socket.read_some(asio::buffer(unread), error);
  return error && error != asio::error::would_block;
}

/// What a crowd went through.
struct Seen {
  std::string answer;  ///< to one who asked when all of them were there
  milliseconds took{};
  std::size_t closed = 0;   ///< of the crowd, by then
  bool all_closed = false;  ///< a while later
};

/// Every second one says nothing, the others begin a request and go no further.
Task<Seen> crowd(std::uint16_t port) {
  std::vector<tcp::socket> callers;
  for (std::size_t i = 0; i < kCallers; ++i) {
    callers.push_back(co_await connected(port));
    constexpr std::string_view kBeginning = "GET /healthz HTTP/1.1\r\nX-Slow: ";
    if (i % 2 == 1)
      co_await asio::async_write(callers.back(), asio::buffer(kBeginning), asio::use_awaitable);
  }
  Seen seen;
  const auto begin = std::chrono::steady_clock::now();
  seen.answer = co_await ask(port);
  seen.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
  const auto closed = [&] {
    return static_cast<std::size_t>(std::ranges::count_if(callers, is_closed));
  };
  seen.closed = closed();
  for (int look = 0; look < 100 && !seen.all_closed; ++look) {
    co_await sleep_for(milliseconds{100});
    seen.all_closed = closed() == kCallers;
  }
  co_return seen;
}

std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

/// Both ends of every connection are in this process.
void allow_files() {
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 4'096));
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  REQUIRE(limit.rlim_cur >= 2 * kCallers);
}

}  // namespace

TEST_CASE("runtime::HttpServer answers while a thousand callers say nothing, and lets them go") {
  allow_files();
  const auto before = open_files();
  {
    asio::io_context loop;
    HttpServer server(loop.get_executor(), "127.0.0.1:0", kLimits);
    const auto seen = std::get<0>(test::run(loop, crowd(server.port()) || server.run(well)));
    CHECK(seen.answer.starts_with("HTTP/1.1 200"));
    CHECK(seen.answer.ends_with("well"));
    CHECK(seen.took < seconds{1});
    CHECK(seen.closed >= kCallers - kLimits.connections);
    CHECK(seen.closed < kCallers);
    CHECK(seen.all_closed);
  }
  CHECK(open_files() == before);
}
