#include "daemon/runtime/fetch.hpp"

#include <map>
#include <set>
#include <string>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/address.hpp"
#include "daemon/runtime/http_server.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

using Kind = FetchError::Kind;

/// A server on every local address, and how often it was asked.
struct Fixture {
  /// Where the server is, under another name of this machine.
  std::string url(const std::string& host, const std::string& path = "/") const {
    return "http://" + host + ":" + std::to_string(server.port()) + path;
  }

  Task<ServerReply> answer(ServerRequest request) {
    ++asked;
    if (request.path == "/slow") co_await sleep_for(seconds{60});
    if (const auto to = moved.find(request.path); to != moved.end())
      co_return ServerReply{302, {{"Location", to->second}}, "", {}};
    if (request.path == "/gone") co_return ServerReply{403, {}, "expired", {}};
    if (request.path == "/busy") co_return ServerReply{503, {}, "", {}};
    co_return ServerReply{
        200, {{"Content-Type", "Image/PNG; charset=x"}, {"Connection", connection}}, "picture", {}};
  }

  Fetched get(Fetcher& fetcher, FetchRequest request) {
    struct Ended {
      Fetched fetched;
      std::exception_ptr error;
    };
    const auto ended = [](Fetcher* from, FetchRequest wanted) -> Task<Ended> {
      Ended result;
      try {
        result.fetched = co_await from->get(std::move(wanted));
      } catch (...) {
        result.error = std::current_exception();
      }
      co_return result;
    };
    const auto result = std::get<0>(
        test::run(loop, ended(&fetcher, std::move(request)) ||
                            server.run([this](ServerRequest got) { return answer(got); })));
    if (result.error) std::rethrow_exception(result.error);
    return result.fetched;
  }

  /// How it failed, which it must.
  FetchError failure(Fetcher& fetcher, FetchRequest request) {
    try {
      get(fetcher, std::move(request));
    } catch (const FetchError& error) {
      return error;
    }
    return {Kind::passing, "nothing failed"};
  }

  boost::asio::io_context loop;
  HttpServer server{loop.get_executor(), "0.0.0.0:0"};
  int asked = 0;
  std::string connection = "keep-alive";
  std::map<std::string, std::string> moved;
};

/// Where only this one counts as public.
Reach only(std::string address) {
  return {.may = [address](const std::string& one) { return one == address; },
          .hosts = {},
          .resolve = {}};
}

}  // namespace

TEST_CASE("runtime::Fetcher::get refuses every way to write a local address") {
  Fixture fixture;
  Fetcher fetcher(fixture.loop.get_executor(), std::vector<std::string>{});
  for (const std::string host : {"127.0.0.1",
                                 "127.0.0.2",
                                 "localhost",
                                 "LOCALHOST",
                                 "localhost.",
                                 "any.localhost",
                                 "2130706433",
                                 "017700000001",
                                 "0177.0.0.1",
                                 "0x7f000001",
                                 "0x7f.1",
                                 "127.1",
                                 "127.0.1",
                                 "0.0.0.0",
                                 "0",
                                 "[::1]",
                                 "[::]",
                                 "[::ffff:127.0.0.1]",
                                 "[::ffff:7f00:1]",
                                 "[0:0:0:0:0:ffff:127.0.0.1]",
                                 "[64:ff9b::7f00:1]",
                                 "169.254.169.254",
                                 "2852039166",
                                 "[::ffff:a9fe:a9fe]",
                                 "[fd00:ec2::254]",
                                 "10.0.0.1",
                                 "192.168.0.1",
                                 "172.16.0.1"}) {
    CAPTURE(host);
    const auto error = fixture.failure(fetcher, {.url = fixture.url(host), .timeout = seconds{5}});
    CAPTURE(error.what());
    // Whether a name of this machine's resolves is the resolver's; whatever is reached is refused.
    const bool unknown = std::string_view(error.what()).contains("could not be reached");
    CHECK((error.kind == Kind::refused || unknown));
    CHECK((std::string_view(error.what()).contains("no public address") || unknown));
  }
  CHECK(fixture.asked == 0);
  CHECK(fixture.failure(fetcher, {.url = fixture.url("127.0.0.1")}).kind == Kind::refused);
}

TEST_CASE("runtime::Fetcher::get refuses what is no web address") {
  Fixture fixture;
  Fetcher fetcher(fixture.loop.get_executor(), std::vector<std::string>{"127.0.0.1"});
  for (const std::string url : {"file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/",
                                "x", "", "http://user:word@127.0.0.1/"}) {
    CAPTURE(url);
    CHECK(fixture.failure(fetcher, {.url = url}).kind == Kind::refused);
  }
  for (const std::string to :
       {"file:///etc/passwd", "dict://127.0.0.1/", "http://a:b@127.0.0.1/"}) {
    CAPTURE(to);
    fixture.moved["/moved"] = to;
    const auto error = fixture.failure(fetcher, {.url = fixture.url("127.0.0.1", "/moved")});
    CHECK(error.kind == Kind::refused);
  }
}

TEST_CASE("runtime::Fetcher::get reaches a host that is allowed by name") {
  Fixture fixture;
  Fetcher fetcher(fixture.loop.get_executor(), std::vector<std::string>{"127.0.0.1"});
  const auto fetched = fixture.get(fetcher, {.url = fixture.url("127.0.0.1"), .types = {"image/"}});
  CHECK(fetched.body == "picture");
  CHECK(fetched.type == "image/png");
  CHECK(fixture.failure(fetcher, {.url = fixture.url("127.0.0.2")}).kind == Kind::refused);

  const auto port = std::to_string(fixture.server.port());
  Fetcher by_port(fixture.loop.get_executor(), std::vector<std::string>{"127.0.0.1:" + port});
  CHECK(fixture.get(by_port, {.url = fixture.url("127.0.0.1")}).body == "picture");
  Fetcher other(fixture.loop.get_executor(), std::vector<std::string>{"127.0.0.1:1"});
  CHECK(fixture.failure(other, {.url = fixture.url("127.0.0.1")}).kind == Kind::refused);
}

TEST_CASE("runtime::Fetcher::get judges every redirect") {
  Fixture fixture;
  Fetcher fetcher(fixture.loop.get_executor(), only("127.0.0.1"));
  fixture.moved = {{"/near", "/found"},
                   {"/far", fixture.url("127.0.0.2", "/found")},
                   {"/twice", "/far"},
                   {"/round", "/round"}};
  const auto at = [&](const char* path) {
    return FetchRequest{.url = fixture.url("127.0.0.1", path)};
  };
  CHECK(fixture.get(fetcher, at("/near")).url == fixture.url("127.0.0.1", "/found"));
  fixture.asked = 0;
  const auto error = fixture.failure(fetcher, at("/twice"));
  CHECK(error.kind == Kind::refused);
  CHECK(std::string(error.what()) == "127.0.0.2 is at 127.0.0.2, which is no public address");
  CHECK(fixture.asked == 2);
  CHECK(std::string(fixture.failure(fetcher, at("/round")).what()) ==
        "127.0.0.1 redirects without end.");
}

TEST_CASE("runtime::Fetcher::get judges what a name resolves to now") {
  Fixture fixture;
  std::string answer = "127.0.0.1";
  auto reach = only("127.0.0.1");
  reach.resolve = [&] {
    return std::vector<std::string>{"turn.test:" + std::to_string(fixture.server.port()) + ":" +
                                    answer};
  };
  Fetcher fetcher(fixture.loop.get_executor(), reach);
  fixture.connection = "close";
  CHECK(fixture.get(fetcher, {.url = fixture.url("turn.test")}).body == "picture");
  answer = "127.0.0.2";
  const auto error = fixture.failure(fetcher, {.url = fixture.url("turn.test")});
  CHECK(error.kind == Kind::refused);
  CHECK(std::string(error.what()) == "turn.test is at 127.0.0.2, which is no public address");
  answer = "127.0.0.2,127.0.0.1";
  CHECK(fixture.get(fetcher, {.url = fixture.url("turn.test")}).body == "picture");
  CHECK(fixture.asked == 2);
}

TEST_CASE("runtime::Fetcher::get judges a connection again that was opened before") {
  Fixture fixture;
  bool allowed = true;
  Fetcher fetcher(fixture.loop.get_executor(),
                  Reach{.may = [&](const std::string&) { return allowed; }});
  CHECK(fixture.get(fetcher, {.url = fixture.url("127.0.0.1")}).body == "picture");
  allowed = false;
  CHECK(fixture.failure(fetcher, {.url = fixture.url("127.0.0.1")}).kind == Kind::refused);
  CHECK(fixture.asked == 1);
}

TEST_CASE("runtime::Fetcher::get bounds size, time and type, and tells what is gone") {
  Fixture fixture;
  Fetcher fetcher(fixture.loop.get_executor(), std::vector<std::string>{"127.0.0.1"});
  const auto failed = [&](FetchRequest request) {
    return fixture.failure(fetcher, std::move(request)).kind;
  };
  const auto url = [&](const char* path) { return fixture.url("127.0.0.1", path); };
  CHECK(failed({.url = url("/"), .max_bytes = 6}) == Kind::refused);
  CHECK(fixture.get(fetcher, {.url = url("/"), .max_bytes = 7}).body == "picture");
  CHECK(failed({.url = url("/"), .types = {"audio/", "video/"}}) == Kind::refused);
  CHECK(failed({.url = url("/slow"), .timeout = milliseconds{50}}) == Kind::passing);
  CHECK(failed({.url = url("/gone?key=secret")}) == Kind::gone);
  CHECK(failed({.url = url("/busy")}) == Kind::passing);
  const auto error = fixture.failure(fetcher, {.url = url("/gone?key=secret")});
  CHECK(std::string(error.what()) == "127.0.0.1 answered 403.");
}
