#include <algorithm>
#include <array>
#include <chrono>
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

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t kCallers = 1'000;
constexpr ServerLimits kLimits{.connections = 256, .idle = seconds{6}};

/// The film is larger than what stands between two sockets.
struct Film {
  std::filesystem::path file;
  Task<ServerReply> operator()(ServerRequest request) const { return reply(file, request.path); }
  static Task<ServerReply> reply(std::filesystem::path file, std::string path) {
    if (path == "/film") co_return ServerReply{.file = file};
    co_return ServerReply{.body = "well"};
  }
};

Task<tcp::socket> connected(std::uint16_t port) {
  tcp::socket socket(co_await asio::this_coro::executor);
  socket.open(tcp::v4());
  socket.set_option(asio::socket_base::receive_buffer_size(4096));
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

std::ptrdiff_t open_files() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

/// What a crowd went through.
struct Seen {
  std::string answer;  ///< to one who asked when all of them were there
  milliseconds took{};
  std::ptrdiff_t held = 0;  ///< connections that the server held then
  std::ptrdiff_t left = 0;  ///< and a while later
};

/// Some say nothing, some begin a request and go no further, some take nothing of a film.
Task<Seen> crowd(std::uint16_t port) {
  const auto before = open_files();
  const auto held = [&] { return open_files() - before - std::ptrdiff_t{kCallers}; };
  std::vector<tcp::socket> callers;
  constexpr std::array<std::string_view, 3> kSaid{
      "", "GET /healthz HTTP/1.1\r\nX-Slow: ", "GET /film HTTP/1.1\r\nHost: x\r\n\r\n"};
  for (std::size_t i = 0; i < kCallers; ++i) {
    callers.push_back(co_await connected(port));
    co_await asio::async_write(callers.back(), asio::buffer(kSaid[i % kSaid.size()]),
                               asio::use_awaitable);
  }
  Seen seen;
  const auto begin = std::chrono::steady_clock::now();
  seen.answer = co_await ask(port);
  seen.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begin);
  seen.held = held();
  for (int look = 0; look < 100 && (look == 0 || seen.left > 0); ++look) {
    co_await sleep_for(milliseconds{100});
    seen.left = held();
  }
  co_return seen;
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

TEST_CASE("runtime::HttpServer answers while a thousand callers do nothing, and lets them go") {
  allow_files();
  const TemporaryFolder folder;
  const auto film = folder.path() / "film";
  write_file(film, "");
  std::filesystem::resize_file(film, 64u << 20);
  const auto before = open_files();
  {
    asio::io_context loop;
    HttpServer server(loop.get_executor(), "127.0.0.1:0", kLimits);
    const auto seen = std::get<0>(test::run(loop, crowd(server.port()) || server.run(Film{film})));
    CHECK(seen.answer.starts_with("HTTP/1.1 200"));
    CHECK(seen.answer.ends_with("well"));
    CHECK(seen.took < kLimits.idle - seconds{1});
    // A film that is on its way is a file more.
    CHECK(seen.held > 0);
    CHECK(seen.held <= std::ptrdiff_t{2 * kLimits.connections});
    CHECK(seen.left == 0);
  }
  CHECK(open_files() == before);
}
