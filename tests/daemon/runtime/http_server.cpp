#include "daemon/runtime/http_server.hpp"

#include <fstream>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// Says what it was asked; some paths misbehave.
Task<ServerReply> echo(ServerRequest request) {
  if (request.path == "/fail") throw Error("secret detail");
  if (request.path == "/bad-header") co_return ServerReply{200, {{"X", "a\r\nB: c"}}, "", {}};
  if (request.path == "/none") co_return ServerReply{204, {}, "", {}};
  if (request.path == "/slow") co_await sleep_for(seconds{60});
  co_return ServerReply{200,
                        {{"X-Method", request.method}},
                        request.path + "|" + request.query + "|" + request.body,
                        {}};
}

struct FileHandler {
  std::filesystem::path file;
  Task<ServerReply> operator()(ServerRequest) const { return reply(file); }
  static Task<ServerReply> reply(std::filesystem::path file) {
    co_return ServerReply{200, {{"Content-Type", "video/mp4"}}, "", file};
  }
};

/// Three pieces, as many bytes as said, or cut short, or chunked.
struct StreamHandler {
  std::optional<std::uint64_t> length;
  Task<ServerReply> operator()(ServerRequest) const { return reply(length); }
  static Task<ServerReply> reply(std::optional<std::uint64_t> length) {
    ServerReply reply{200, {{"Content-Type", "text/event-stream"}}};
    reply.stream = {length, Pieces{}};
    co_return reply;
  }
  struct Pieces {
    int left = 3;
    Task<std::string> operator()() { return piece(left > 0 ? left-- : 0); }
    static Task<std::string> piece(int left) { co_return std::string(std::size_t(left), 'x'); }
  };
};

/// Sends `text` as it is; everything that comes back until the server closes.
Task<std::string> exchange(std::uint16_t port, std::string text) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
  std::string answer;
  boost::system::error_code end;
  co_await asio::async_read(socket, asio::dynamic_buffer(answer),
                            asio::redirect_error(asio::use_awaitable, end));
  co_return answer;
}

/// A server on a free port and its loop.
struct Fixture {
  explicit Fixture(ServerLimits limits = {}) : server(loop.get_executor(), "127.0.0.1:0", limits) {}

  std::string ask(std::string text, ServerHandler handler = echo) {
    const auto complain = [this](const std::string& line) { complaint = line; };
    auto both =
        exchange(server.port(), std::move(text)) || server.run(std::move(handler), complain);
    return std::get<0>(test::run(loop, std::move(both)));
  }

  asio::io_context loop;
  HttpServer server;
  std::string complaint;
};

std::string get(const std::string& target, const std::string& headers = "",
                const std::string& method = "GET") {
  return method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
}

std::string status_of(const std::string& answer) {
  return answer.substr(0, 12);
}

std::string body_of(const std::string& answer) {
  const auto end = answer.find("\r\n\r\n");
  return end == answer.npos ? "no body" : answer.substr(end + 4);
}

std::string header_of(const std::string& answer, const std::string& name) {
  const auto start = answer.find("\r\n" + name + ": ");
  if (start == answer.npos) return "";
  const auto from = start + name.size() + 4;
  return answer.substr(from, answer.find("\r\n", from) - from);
}

}  // namespace

TEST_CASE("runtime::HttpServer decodes the path and keeps the query") {
  const std::string answer = Fixture().ask(get("/a%20b/%C3%A9?q=%20#f"));
  CHECK(status_of(answer) == "HTTP/1.1 200");
  CHECK(body_of(answer) == "/a b/é|q=%20|");
}

TEST_CASE("runtime::HttpServer takes a body by length, by chunks and after a 100") {
  const std::string head = "POST /p HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  CHECK(body_of(Fixture().ask(head + "Content-Length: 3\r\n\r\nabc")) == "/p||abc");
  CHECK(body_of(Fixture().ask(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) ==
        "/p||abc");
  const auto continued =
      Fixture().ask(head + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
  CHECK(continued.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200"));
}

TEST_CASE("runtime::HttpServer answers several requests on one connection") {
  const std::string first = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string answer = Fixture().ask(first + get("/2"));
  CHECK(answer.find("/1||HTTP/1.1 200") != answer.npos);
  CHECK(answer.ends_with("/2||"));
}

TEST_CASE("runtime::HttpServer asks HEAD as GET and leaves the body out") {
  const std::string answer = Fixture().ask(get("/head", "", "HEAD"));
  CHECK(header_of(answer, "X-Method") == "GET");
  CHECK(header_of(answer, "Content-Length") == "7");
  CHECK(body_of(answer) == "");
}

TEST_CASE("runtime::HttpServer gives a 204 neither body nor length") {
  const std::string answer = Fixture().ask(get("/none"));
  CHECK(status_of(answer) == "HTTP/1.1 204");
  CHECK(header_of(answer, "Content-Length") == "");
}

TEST_CASE("runtime::HttpServer refuses what is malformed or too large") {
  const ServerLimits limits{.header_bytes = 1000, .body_bytes = 10};
  const struct {
    std::string text;
    std::string status;
  } cases[] = {
      {"GARBAGE\r\n\r\n", "400"},
      {get("no-slash"), "400"},
      {get("/%zz"), "400"},
      {get("/%4"), "400"},
      {get("/a%00b"), "400"},
      {get("/%ff"), "400"},
      {get("/a/%2e%2e/b"), "400"},
      {get("/", "Content-Length: 1\r\nContent-Length: 2\r\n"), "400"},
      {get("/", "Content-Length: -1\r\n"), "400"},
      {get("/", "X: " + std::string(2000, 'x') + "\r\n"), "431"},
      {get("/" + std::string(200'000, 'x')), "431"},
      {get("/", "Content-Length: 11\r\n", "POST") + "12345678901", "413"},
      {get("/", "Content-Length: 99999999999999\r\n", "POST"), "413"},
      {get("/", "Transfer-Encoding: chunked\r\n", "POST") + "b\r\n12345678901\r\n0\r\n\r\n", "413"},
  };
  for (const auto& [text, status] : cases) {
    CAPTURE(text.substr(0, 80));
    CHECK(status_of(Fixture(limits).ask(text)) == "HTTP/1.1 " + status);
  }
}

std::size_t most_of(std::string_view target) {
  return target == "/big" ? 20 : 5;
}

TEST_CASE("runtime::HttpServer takes as much as a target's limit") {
  const ServerLimits limits{.body_bytes_of = most_of};
  const auto ask = [&](const std::string& target, const std::string& headers,
                       const std::string& body) {
    return status_of(Fixture(limits).ask(get(target, headers, "POST") + body));
  };
  CHECK(ask("/big", "Content-Length: 11\r\n", "12345678901") == "HTTP/1.1 200");
  CHECK(ask("/small", "Content-Length: 11\r\n", "12345678901") == "HTTP/1.1 413");
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  CHECK(ask("/big", chunked, "b\r\n12345678901\r\n0\r\n\r\n") == "HTTP/1.1 200");
  CHECK(ask("/small", chunked, "b\r\n12345678901\r\n0\r\n\r\n") == "HTTP/1.1 413");
}

TEST_CASE("runtime::HttpServer sends a body that is made piece by piece") {
  const auto ask = [](std::optional<std::uint64_t> length, const std::string& method = "GET") {
    return Fixture().ask(get("/", "", method), StreamHandler{length});
  };
  CHECK(body_of(ask({})) == "3\r\nxxx\r\n2\r\nxx\r\n1\r\nx\r\n0\r\n\r\n");
  CHECK(header_of(ask({}), "Transfer-Encoding") == "chunked");
  CHECK(body_of(ask(6)) == "xxxxxx");
  CHECK(header_of(ask(6), "Content-Length") == "6");
  CHECK(body_of(ask(6, "HEAD")) == "");
  const std::string cut = ask(10);
  CHECK(header_of(cut, "Content-Length") == "10");
  CHECK(body_of(cut) == "xxxxxx");
}

TEST_CASE("runtime::HttpServer hides why a handler failed and complains once") {
  for (const auto* path : {"/fail", "/bad-header"}) {
    Fixture fixture;
    const std::string answer = fixture.ask(get(path));
    CHECK(status_of(answer) == "HTTP/1.1 500");
    CHECK(body_of(answer) == "Internal Server Error\n");
    CHECK(fixture.complaint.starts_with(std::string("GET ") + path + " failed: "));
  }
}

TEST_CASE("runtime::HttpServer drops a caller that is too slow") {
  Fixture fixture({.idle = seconds{1}});
  CHECK(fixture.ask("GET / HT") == "");
}

TEST_CASE("runtime::HttpServer ends when cancelled, in the middle of a request") {
  Fixture fixture;
  auto life = (exchange(fixture.server.port(), get("/slow")) || fixture.server.run(echo)) ||
              sleep_for(milliseconds{20});
  CHECK(test::run(fixture.loop, std::move(life)).index() == 2);
}

TEST_CASE("runtime::HttpServer serves files whole, in ranges and not again") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "film";
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + ' ';
  write_file(file, content);
  const auto ask = [&](const std::string& headers, const std::string& method = "GET") {
    return Fixture().ask(get("/", headers, method), FileHandler{file});
  };
  const std::string whole = ask("");
  const std::string etag = header_of(whole, "ETag");
  const std::string size = std::to_string(content.size());
  CHECK(body_of(whole) == content);
  CHECK(header_of(whole, "Content-Type") == "video/mp4");
  CHECK(header_of(whole, "Accept-Ranges") == "bytes");
  CHECK(header_of(whole, "Last-Modified").ends_with(" GMT"));

  const std::string part = ask("Range: bytes=5-9\r\nIf-Range: " + etag + "\r\n");
  CHECK(status_of(part) == "HTTP/1.1 206");
  CHECK(body_of(part) == content.substr(5, 5));
  CHECK(header_of(part, "Content-Range") == "bytes 5-9/" + size);

  CHECK(status_of(ask("Range: bytes=5-9\r\nIf-Range: \"old\"\r\n")) == "HTTP/1.1 200");
  const std::string beyond = ask("Range: bytes=" + size + "-\r\n");
  CHECK(status_of(beyond) == "HTTP/1.1 416");
  CHECK(header_of(beyond, "Content-Range") == "bytes */" + size);
  CHECK(status_of(ask("If-None-Match: " + etag + "\r\n")) == "HTTP/1.1 304");
  const std::string head = ask("", "HEAD");
  CHECK(header_of(head, "Content-Length") == size);
  CHECK(body_of(head) == "");
}

TEST_CASE("runtime::HttpServer answers 404 for a file that is not there, or none") {
  const TemporaryFolder folder;
  CHECK(status_of(Fixture().ask(get("/"), FileHandler{folder.path() / "no"})) == "HTTP/1.1 404");
  CHECK(status_of(Fixture().ask(get("/"), FileHandler{folder.path()})) == "HTTP/1.1 404");
}

TEST_CASE("runtime::HttpServer names an address it can't have") {
  Fixture fixture;
  const std::string taken = "127.0.0.1:" + std::to_string(fixture.server.port());
  for (const auto* bad : {"", "8480", "127.0.0.1:", "127.0.0.1:99999", ":80", "127.0.0.1:8x"}) {
    CHECK_THROWS_AS(HttpServer(fixture.loop.get_executor(), bad), UsageError);
  }
  CHECK_THROWS_WITH_AS(HttpServer(fixture.loop.get_executor(), taken),
                       ("can't listen on " + taken +
                        ": Address already in use; choose another address or end what holds it")
                           .c_str(),
                       UsageError);
}
