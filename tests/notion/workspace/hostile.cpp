// What a workspace bears over real HTTP. Each case sends bytes of its own making.
#include <array>
#include <iostream>
#include <sqlite3.h>
#include <sstream>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/connections.hpp"
#include "tests/notion/workspace/served.hpp"

namespace storyreel::workspace {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

/// Sends raw bytes to a workspace.
struct Wire : Served {
  Task<Socket> connect() {
    const auto url = workspace.url();
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    Socket socket(loop.get_executor());
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, use_awaitable);
    co_return socket;
  }

  /// Everything that comes back until the server closes.
  static Task<std::string> read_all(Socket* socket) {
    std::string all;
    boost::system::error_code error;
    co_await asio::async_read(*socket, asio::dynamic_buffer(all),
                              asio::redirect_error(use_awaitable, error));
    co_return all;
  }

  Task<std::string> exchange(std::string bytes) {
    auto socket = co_await connect();
    boost::system::error_code error;
    co_await asio::async_write(socket, asio::buffer(bytes),
                               asio::redirect_error(use_awaitable, error));
    socket.shutdown(Socket::shutdown_send, error);
    co_return co_await read_all(&socket);
  }

  template <class T>
  T served(Task<T> act) {
    using namespace asio::experimental::awaitable_operators;
    auto both = [](Task<T> first, Task<> second) -> Task<T> {
      auto ended = co_await (std::move(first) || std::move(second));
      co_return std::get<0>(std::move(ended));
    };
    return test::run(loop, both(std::move(act), workspace.run()));
  }

  /// A request with the right token; `more` are header lines.
  std::string request(const std::string& line, const std::string& more = "",
                      const std::string& body = "") {
    return line + " HTTP/1.1\r\nHost: x\r\nNotion-Version: 2026-03-11\r\nAuthorization: Bearer " +
           token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more + "\r\n" +
           body;
  }

  std::string answer(const std::string& bytes) { return served(exchange(bytes)); }
  /// The status of the first reply; 0 when the connection was closed without one.
  int status(const std::string& bytes) {
    const auto reply = answer(bytes);
    return reply.size() > 12 ? std::stoi(reply.substr(9, 3)) : 0;
  }
  bool well() { return send("GET", "/v1/users/me").status == 200; }
};

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("workspace::Workspace refuses tricks with paths") {
  Wire wire;
  for (const auto& [path, status] : {std::pair{"/v1/pages/%2e%2e/users/me", 400},
                                     {"/v1/../v1/users/me", 400},
                                     {"/v1/pages/%252e%252e", 400},
                                     {"/v1/users/me%00", 400},
                                     {"/v1/users/%6de", 200},
                                     {"/v1/pages/x'%20OR%201=1", 400},
                                     {"/v1/pages/00000000-0000-0000-0000-00000000000g", 400},
                                     {"/v1/pages/0000000000000000000000000000000000000000", 400},
                                     {"/v1//users/me", 400},
                                     {"//v1/users/me", 401},
                                     {"/v1/users/\xff", 400},
                                     {"/v1", 400},
                                     {"*", 400},
                                     {"/_control/../v1/users/me", 400},
                                     {"/p/../../etc/passwd", 400},
                                     {"/web/..%2f..", 400}}) {
    CAPTURE(path);
    CHECK(wire.status(wire.request("GET " + std::string(path))) == status);
  }
  CHECK(wire.well());
}

TEST_CASE("workspace::Workspace answers as JSON whatever the API is asked") {
  Wire wire;
  for (const auto& [line, code] : {std::pair{"GET /v1", "invalid_request_url"},
                                   {"BREW /v1/users/me", "invalid_request_url"},
                                   {"PUT /v1/users/me", "invalid_request_url"},
                                   {"OPTIONS /v1/pages", "invalid_request_url"},
                                   {"POST /v1/nothing", "invalid_request_url"}}) {
    CAPTURE(line);
    const auto reply = wire.answer(wire.request(line));
    CHECK(reply.contains("Content-Type: application/json"));
    CHECK(reply.contains("\"code\":\"" + std::string(code) + "\""));
  }
  const auto odd = wire.answer(wire.request("GET /v1/users?start_cursor=%ff%00%F0%9F"));
  CHECK(odd.contains("validation_error"));
  CHECK(is_utf8(odd));
  const auto ok = wire.answer(wire.request("GET /v1/users/me"));
  const auto id = ok.substr(ok.find("x-notion-request-id: ") + 21, 36);
  CHECK(ok.contains("\"request_id\":\"" + id + "\""));
}

TEST_CASE("workspace::Workspace refuses bodies that are too large, too deep or no JSON") {
  Wire wire;
  const auto post = [&](const std::string& body) {
    return wire.answer(wire.request("POST /v1/search", "", body));
  };
  const auto large = post(R"({"query": ")" + std::string(600'000, 'x') + "\"}");
  CHECK(large.contains("HTTP/1.1 400"));
  CHECK(large.contains("validation_error"));
  const auto huge = post(std::string(3 << 20, ' '));
  CHECK(huge.contains("HTTP/1.1 413"));
  CHECK(huge.contains("\"object\":\"error\""));
  CHECK(wire.status(wire.request("POST /v1/search", "Content-Length: 99999999999\r\n")) != 200);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  for (const auto& body :
       {deep, std::string(400'000, '['), std::string("{\"query\": \"\xc3\x28\"}"),
        std::string(R"({"query": "\ud800"})"), std::string(R"({"query": "a", "query": "b"})"),
        std::string(R"({"filter": {"value": "page", "value": "page"}})"),
        std::string(R"({"page_size": 1e999})"), std::string(R"({"page_size": NaN})"),
        std::string("{} {}"), std::string("{\"query\": \"a\0b\"}", 16),
        std::string("\xef\xbb\xbf{}"), std::string("null"), std::string("{'a': 1}")}) {
    CAPTURE(body.substr(0, 60));
    CHECK(post(body).contains("\"code\":\"invalid_json\""));
  }
  CHECK(post(R"({"page_size": 1e300})").contains("body.page_size should be ≤ `100`"));
  CHECK(post(R"({"page_size": 123456789012345678901234567890})").contains("validation_error"));
  CHECK(wire.well());
}

TEST_CASE("workspace::Workspace bears floods of headers, half requests and pipelines") {
  Wire wire;
  std::string flood;
  for (int i = 0; i < 5000; ++i) flood += "X-" + std::to_string(i) + ": y\r\n";
  CHECK(wire.status(wire.request("GET /v1/users/me", flood)) == 431);
  CHECK(wire.status(wire.request("GET /v1/users/me", "X: " + std::string(1 << 20, 'y') + "\r\n")) ==
        431);
  CHECK(wire.status("GET /" + std::string(1 << 20, 'a') + " HTTP/1.1\r\n\r\n") == 431);
  for (const auto* bytes :
       {"", "\r\n\r\n", "GET", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02", "GET /v1/users/me",
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{\"a\"",
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    CAPTURE(bytes);
    const auto status = wire.status(bytes);
    CHECK((status == 0 || status == 400));
  }
  std::string pipeline;
  for (int i = 0; i < 50; ++i) pipeline += wire.request("GET /v1/users/me");
  CHECK(count(wire.answer(pipeline), "HTTP/1.1 200") == 50);
}

TEST_CASE("workspace::Workspace serves a caller beside many who only hold connections") {
  Wire wire;
  const auto crowd = [](Wire* self, std::size_t size) -> Task<std::string> {
    std::vector<Socket> silent;
    for (std::size_t i = 0; i < size; ++i) silent.push_back(co_await self->connect());
    co_return co_await self->exchange(self->request("GET /v1/users/me"));
  };
  CHECK(wire.served(crowd(&wire, 200)).contains("200 OK"));
  const auto full = [](Wire* self) -> Task<std::string> {
    std::vector<Socket> silent;
    for (std::size_t i = 0; i < 256; ++i) silent.push_back(co_await self->connect());
    auto waiting = co_await self->connect();
    const auto bytes = self->request("GET /v1/users/me", "Connection: close\r\n");
    co_await asio::async_write(waiting, asio::buffer(bytes), use_awaitable);
    silent.clear();
    co_return co_await Wire::read_all(&waiting);
  };
  CHECK(wire.served(full(&wire)).contains("200 OK"));
}

TEST_CASE("workspace::Workspace tells nothing of what went wrong inside, and complains once") {
  Wire wire;
  {
    SQLite::Database database(wire.folder.path() / "workspace.db", SQLite::OPEN_READWRITE);
    database.exec("ALTER TABLE node RENAME TO lost");
  }
  std::ostringstream complaints;
  auto* const usual = std::cerr.rdbuf(complaints.rdbuf());
  const auto reply = wire.answer(
      wire.request("GET /v1/pages/00000000-0000-0000-0000-000000000000", "Connection: close\r\n"));
  std::cerr.rdbuf(usual);
  CHECK(reply.contains("HTTP/1.1 500"));
  CHECK(reply.contains("\"code\":\"internal_server_error\""));
  CHECK(reply.contains("Unexpected error occurred."));
  CHECK_FALSE(reply.contains("node"));
  CHECK(count(complaints.str(), "no such table") == 1);
  CHECK(count(complaints.str(), "\n") == 1);
  CHECK_FALSE(complaints.str().contains(wire.token));
}

TEST_CASE("workspace::failure tells a full or busy disk from a fault of ours") {
  const auto told = [](int code) {
    return failure(std::make_exception_ptr(SQLite::Exception("x", code))).code;
  };
  CHECK(told(SQLITE_FULL) == Code::database_connection_unavailable);
  CHECK(told(SQLITE_BUSY) == Code::database_connection_unavailable);
  CHECK(told(SQLITE_CONSTRAINT) == Code::internal_server_error);
  CHECK(failure(std::make_exception_ptr(42)).code == Code::internal_server_error);
}

}  // namespace storyreel::workspace
