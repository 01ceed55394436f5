#include "daemon/runtime/http_client.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
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

/// Tells what came, or answers as the path says.
Task<ServerReply> answer(ServerRequest request) {
  if (request.path == "/slow") co_await sleep_for(seconds{60});
  if (request.path == "/big") co_return ServerReply{200, {}, std::string(100'000, 'x'), {}};
  if (request.path == "/moved") co_return ServerReply{302, {{"Location", "/slow"}}, "", {}};
  std::string text = request.method + " " + request.path + "?" + request.query + "\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
  co_return ServerReply{404, {{"X-Two", "1"}, {"x-two", "2"}}, text + "\n" + request.body, {}};
}

/// How a call ended. `||` goes on waiting for the other side when one throws.
struct Ended {
  HttpResponse response = {};
  std::exception_ptr error = {};
};

Task<Ended> ended(Task<HttpResponse> call) {
  Ended result;
  try {
    result.response = co_await std::move(call);
  } catch (...) {
    result.error = std::current_exception();
  }
  co_return result;
}

/// A client and a server on one loop.
struct Fixture {
  HttpResponse send(HttpRequest request) {
    const auto result =
        std::get<0>(test::run(loop, ended(client.send(std::move(request))) || server.run(answer)));
    if (result.error) std::rethrow_exception(result.error);
    return result.response;
  }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(server.port()) + path;
  }

  asio::io_context loop;
  HttpServer server{loop.get_executor(), "127.0.0.1:0"};
  HttpClient client{loop.get_executor()};
};

Task<std::size_t> many(HttpClient* client, std::string url, int count) {
  std::size_t bytes = 0;
  for (int i = 0; i < count; ++i) {
    HttpRequest request{.method = "POST", .url = url, .body = "abc"};
    bytes += (co_await client->send(std::move(request))).body.size();
  }
  co_return bytes;
}

/// Transfers that are cut off at many different moments.
Task<> cut_off(HttpClient* client, std::string url, int count) {
  for (int i = 0; i < count; ++i) {
    HttpRequest request{.method = "POST", .url = url, .body = std::string(300'000, 'b')};
    co_await (client->send(std::move(request)) || sleep_for(milliseconds{i % 8}));
  }
}

/// Answers each connection's first request, then takes one more and closes without an answer.
/// Counts the requests.
Task<> break_off(tcp::acceptor* acceptor, int* requests) {
  for (;;) {
    tcp::socket socket = co_await acceptor->async_accept(asio::use_awaitable);
    for (int i = 0; i < 2; ++i) {
      std::string text;
      const std::size_t head = co_await asio::async_read_until(socket, asio::dynamic_buffer(text),
                                                               "\r\n\r\n", asio::use_awaitable);
      if (text.size() == head) {
        co_await asio::async_read_until(socket, asio::dynamic_buffer(text), "body",
                                        asio::use_awaitable);
      }
      ++*requests;
      constexpr std::string_view kReply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
      if (i == 0) co_await asio::async_write(socket, asio::buffer(kReply), asio::use_awaitable);
    }
  }
}

/// The TransportError of a call that must fail with one.
template <class Call>
TransportError failure_of(Call call) {
  try {
    call();
  } catch (const TransportError& error) {
    return error;
  }
  return TransportError("no failure", false);
}

Task<HttpResponse> post_twice(HttpClient* client, HttpRequest request) {
  co_await client->send(request);
  co_return co_await client->send(request);
}

}  // namespace

TEST_CASE("runtime::HttpClient::send sends what it is given and returns any status") {
  Fixture fixture;
  const HttpResponse response = fixture.send({.method = "PATCH",
                                              .url = fixture.url("/a%20b?c=d"),
                                              .headers = {{"X-Mine", "yes"}, {"X-Empty", ""}},
                                              .body = "{\"a\":1}"});
  CHECK(response.status == 404);
  CHECK(response.header("X-TWO") == "1");
  CHECK_FALSE(response.header("X-Three"));
  CHECK(response.body.starts_with("PATCH /a b?c=d\n"));
  CHECK(response.body.find("X-Mine: yes\n") != response.body.npos);
  CHECK(response.body.find("X-Empty: \n") != response.body.npos);
  CHECK(response.body.find("Expect") == response.body.npos);
  CHECK(response.body.find("Content-Type") == response.body.npos);
  CHECK(response.body.ends_with("\n{\"a\":1}"));
}

TEST_CASE("runtime::HttpClient::send sends a large body, an empty one and none") {
  Fixture fixture;
  const std::string large(900'000, 'x');
  const auto send = [&](const char* method, const std::string& body) {
    return fixture.send({.method = method, .url = fixture.url("/"), .body = body}).body;
  };
  CHECK(send("PUT", large).ends_with("\n" + large));
  CHECK(send("POST", "").find("Content-Length: 0\n") != std::string::npos);
  CHECK(send("DELETE", "").starts_with("DELETE /?\n"));
  CHECK(send("GET", "").starts_with("GET /?\n"));
  CHECK(send("HEAD", "") == "");
}

TEST_CASE("runtime::HttpClient::send does not follow redirects") {
  Fixture fixture;
  const HttpResponse response = fixture.send({.url = fixture.url("/moved")});
  CHECK(response.status == 302);
  CHECK(response.header("location") == "/slow");
}

TEST_CASE("runtime::HttpClient::send ignores a proxy for the local host") {
  ::setenv("http_proxy", "http://127.0.0.1:9", 1);
  Fixture fixture;
  CHECK(fixture.send({.url = fixture.url("/")}).status == 404);
  ::unsetenv("http_proxy");
}

TEST_CASE("runtime::HttpClient::send serves many callers at once") {
  Fixture fixture;
  auto three = many(&fixture.client, fixture.url("/"), 50) &&
               many(&fixture.client, fixture.url("/"), 50) &&
               many(&fixture.client, fixture.url("/"), 50);
  const auto result = test::run(fixture.loop, std::move(three) || fixture.server.run(answer));
  const auto [a, b, c] = std::get<0>(result);
  CHECK(a > 0);
  CHECK(a == b);
  CHECK(b == c);
}

TEST_CASE("runtime::HttpClient::send can be cancelled at any time") {
  Fixture fixture;
  auto cuts = cut_off(&fixture.client, fixture.url("/"), 40) &&
              cut_off(&fixture.client, fixture.url("/slow"), 40) &&
              cut_off(&fixture.client, "http://127.0.0.1:9/", 40);
  CHECK_NOTHROW(test::run(fixture.loop, std::move(cuts) || fixture.server.run(answer)));
  CHECK(fixture.send({.url = fixture.url("/")}).status == 404);
}

TEST_CASE("runtime::HttpClient may go while transfers run") {
  asio::io_context loop;
  HttpServer server(loop.get_executor(), "127.0.0.1:0");
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  std::exception_ptr error;
  {
    HttpClient client(loop.get_executor());
    asio::co_spawn(loop, client.send({.url = url}),
                   [&](std::exception_ptr e, const HttpResponse&) { error = e; });
    loop.run_for(milliseconds{5});
  }
  test::run_until(loop, [&] { return error != nullptr; });
  CHECK(is_cancelled(error));
}

TEST_CASE("runtime::HttpClient::send bounds the response") {
  Fixture fixture;
  const HttpRequest request{.url = fixture.url("/big?token=1"), .max_response = 99'999};
  const auto error = failure_of([&] { fixture.send(request); });
  CHECK(error.sent);
  CHECK(std::string(error.what()) == "127.0.0.1/big: the response is larger than 99999 bytes");
}

TEST_CASE("runtime::HttpClient::send bounds the time") {
  Fixture fixture;
  const HttpRequest request{.url = fixture.url("/slow"), .timeout = milliseconds{50}};
  const auto error = failure_of([&] { fixture.send(request); });
  CHECK(error.sent);
  CHECK(std::string(error.what()) == "127.0.0.1/slow: no whole response within 50 ms");
}

TEST_CASE("runtime::HttpClient::send knows when the server saw nothing") {
  Fixture fixture;
  for (const auto* url : {"http://127.0.0.1:9/x?token=1", "http://no-such-host.invalid/x",
                          "file:///etc/passwd", "gopher://127.0.0.1/"}) {
    CAPTURE(url);
    const auto error = failure_of([&] { fixture.send({.url = url}); });
    CHECK_FALSE(error.sent);
    CHECK(std::string(error.what()).find("token") == std::string::npos);
  }
}

TEST_CASE("runtime::HttpClient::send refuses what would break a request apart") {
  Fixture fixture;
  const auto url = fixture.url("/");
  const std::vector<HttpRequest> bad{{.url = "http://x y/"},
                                     {.method = "GET /", .url = url},
                                     {.url = url, .headers = {{"X", "a\r\nY: b"}}},
                                     {.url = url, .headers = {{"X: y", "a"}}}};
  for (const auto& request : bad) CHECK_THROWS_AS(fixture.send(request), Error);
}

TEST_CASE("runtime::HttpClient::send never repeats a change by itself") {
  asio::io_context loop;
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  HttpClient client(loop.get_executor());
  const std::string url = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  int requests = 0;
  const HttpRequest request{.method = "POST", .url = url + "/pages?a", .body = "the body"};
  auto life = ended(post_twice(&client, request)) || break_off(&acceptor, &requests);
  const auto result = std::get<0>(test::run(loop, std::move(life)));
  const auto error = failure_of([&] { std::rethrow_exception(result.error); });
  CHECK(error.sent);
  CHECK(std::string(error.what()) ==
        "127.0.0.1/pages: the connection broke off before an answer came");
  CHECK(requests == 2);
}
