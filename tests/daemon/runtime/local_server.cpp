#include "daemon/runtime/local_server.hpp"

#include <future>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

Task<std::string> echo(std::string line, Peer peer) {
  co_return "heard " + line + " of " + std::to_string(peer.user);
}

Task<> until(const bool* done) {
  while (!*done) co_await sleep_for(milliseconds{1});
}

/// Does something at the end of its scope.
template <class F>
struct Finally {
  explicit Finally(F what) : act(std::move(what)) {}
  ~Finally() { act(); }
  Finally(const Finally&) = delete;
  Finally& operator=(const Finally&) = delete;
  F act;
};

/// What a shell gets while `file` is served.
std::optional<std::string> asked(const std::filesystem::path& file, const std::string& line) {
  boost::asio::io_context loop;
  LocalServer server(loop.get_executor(), file);
  bool done = false;
  auto answer = std::async(std::launch::async, [&] {
    const Finally tell([&] { boost::asio::post(loop, [&] { done = true; }); });
    return ask_local(file, line, seconds{10});
  });
  test::run(loop, server.run(echo) || until(&done));
  return answer.get();
}

}  // namespace

TEST_CASE("runtime::may_order lets root, our user and our group give orders") {
  CHECK(may_order({.user = 0, .group = 0}, 7, 8));
  CHECK(may_order({.user = 7, .group = 1}, 7, 8));
  CHECK(may_order({.user = 9, .group = 8}, 7, 8));
  CHECK(may_order({.user = 9, .group = 1, .groups = {2, 8}}, 7, 8));
  CHECK_FALSE(may_order({.user = 9, .group = 1, .groups = {2, 3}}, 7, 8));
}

TEST_CASE("runtime::LocalServer answers a line and knows who sent it") {
  const TemporaryFolder folder;
  CHECK(asked(folder.path() / "s", "hello") == "heard hello of " + std::to_string(::geteuid()));
}

TEST_CASE("runtime::LocalServer takes the place of a dead one's, however deep, and goes with it") {
  const TemporaryFolder folder;
  const auto deep = folder.path() / std::string(100, 'a') / std::string(100, 'b');
  std::filesystem::create_directories(deep);
  write_file(deep / "s", "left");
  CHECK(asked(deep / "s", "x").has_value());
  CHECK_FALSE(std::filesystem::exists(deep / "s"));
}

TEST_CASE("runtime::LocalServer is for its user and group only") {
  const TemporaryFolder folder;
  boost::asio::io_context loop;
  const LocalServer server(loop.get_executor(), folder.path() / "s");
  struct stat facts{};
  REQUIRE(::stat((folder.path() / "s").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0660);
  CHECK_THROWS_AS(LocalServer(loop.get_executor(), "/nowhere/s"), Error);
}

TEST_CASE("runtime::LocalServer gives no answer to a line that never ends") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(asked(folder.path() / "s", std::string(5000, 'x')), Error);
}

TEST_CASE("runtime::ask_local tells that nobody listens") {
  const TemporaryFolder folder;
  CHECK_FALSE(ask_local(folder.path() / "s", "x", seconds{1}));
  write_file(folder.path() / "s", "no socket");
  CHECK_FALSE(ask_local(folder.path() / "s", "x", seconds{1}));
}
