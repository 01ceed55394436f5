#include "notion/client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/http_server.hpp"
#include "tests/support/loop.hpp"

using namespace storyreel;
using namespace storyreel::notion;

namespace {

const std::string kUser = R"({"object":"user","id":"bot-1","name":"Bot"})";

ServerReply reply(int status, std::string body) {
  ServerReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

ServerReply busy(int status, const char* code) {
  auto answer = reply(status, std::string(R"({"object":"error","code":")") + code + R"("})");
  answer.headers.emplace_back("Retry-After", "0");
  return answer;
}

/// A server that gives canned replies in turn, the last one for ever.
class Canned {
 public:
  explicit Canned(std::vector<ServerReply> replies)
      : replies_(std::move(replies)), server_(loop.get_executor(), "127.0.0.1:0") {
    boost::asio::co_spawn(
        loop, server_.run([this](ServerRequest request) { return answer(std::move(request)); }),
        [](std::exception_ptr) {});
    settings.token = Secret("ntn_secret");
    settings.base_url = "http://127.0.0.1:" + std::to_string(server_.port());
    settings.requests_per_minute = 0;
  }

  Task<ServerReply> answer(ServerRequest request) {
    requests.push_back(std::move(request));
    co_return replies_.at(std::min(requests.size(), replies_.size()) - 1);
  }

  boost::asio::io_context loop;
  config::Notion settings;
  std::vector<ServerRequest> requests;

 private:
  std::vector<ServerReply> replies_;
  HttpServer server_;
};

template <class T>
std::string message(boost::asio::io_context& loop, Task<T> task) {
  try {
    test::run(loop, std::move(task));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("notion::Client sends the version and the token") {
  Canned server({reply(200, kUser)});
  HttpClient http(server.loop.get_executor());
  Client client(server.loop.get_executor(), http, server.settings);
  CHECK(test::run(server.loop, client.me()).id == "bot-1");
  CHECK(server.requests.at(0).header("notion-version") == kVersion);
  CHECK(server.requests.at(0).header("authorization") == "Bearer ntn_secret");
}

TEST_CASE("notion::Client waits and tries again where that is right") {
  Canned server({busy(429, "rate_limited"), busy(503, "service_unavailable"),
                 reply(200, R"({"object":"database","id":"db-1"})")});
  HttpClient http(server.loop.get_executor());
  Client client(server.loop.get_executor(), http, server.settings);
  CHECK(test::run(server.loop, client.database("db-1", Priority::normal)).id == "db-1");
  CHECK(server.requests.size() == 3);
}

TEST_CASE("notion::Client does not repeat a write of unclear outcome") {
  Canned server({reply(502, "<html>bad gateway</html>")});
  HttpClient http(server.loop.get_executor());
  Client client(server.loop.get_executor(), http, server.settings);
  CHECK_THROWS_AS(test::run(server.loop, client.create_page({})), DoubtfulError);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("notion::Client says what Notion made of an unclear write") {
  Canned server({reply(503, R"({"object":"error","code":"service_unavailable",)"
                            R"("committed_resource_id":"page-1"})")});
  HttpClient http(server.loop.get_executor());
  Client client(server.loop.get_executor(), http, server.settings);
  try {
    test::run(server.loop, client.create_page({}));
    FAIL("no error");
  } catch (const DoubtfulError& error) {
    CHECK(error.committed_id == "page-1");
  }
}

TEST_CASE("notion::Client tells endpoint and field, and never the token") {
  Canned server({reply(200, R"({"object":"user"})"),
                 reply(404, R"({"object":"error","code":"object_not_found","message":"gone"})")});
  HttpClient http(server.loop.get_executor());
  Client client(server.loop.get_executor(), http, server.settings);
  const auto malformed = message(server.loop, client.me());
  CHECK(malformed.find("GET /v1/users/me") != std::string::npos);
  CHECK(malformed.find("\"id\"") != std::string::npos);
  const auto refused = message(server.loop, client.me());
  CHECK(refused == "Notion answered 404 to GET /v1/users/me (object_not_found): gone");
  CHECK((malformed + refused).find("ntn_secret") == std::string::npos);
}
