#pragma once

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/http_client.hpp"
#include "notion/workspace/workspace.hpp"
#include "tests/notion/workspace/bench.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::workspace {

/// A workspace on loopback and a client of it.
struct Served {
  explicit Served(Options wanted = {}) : workspace(loop.get_executor(), in_folder(wanted)) {}

  Options in_folder(Options wanted) {
    wanted.data = folder.path();
    wanted.control = true;
    return wanted;
  }

  /// Nothing when the connection broke: `||` would wait for the server after an exception.
  Task<std::optional<HttpResponse>> attempt(HttpRequest request) {
    try {
      co_return co_await client.send(std::move(request));
    } catch (const TransportError&) {
    }
    co_return std::nullopt;
  }

  Task<HttpResponse> ask(HttpRequest request) {
    using namespace boost::asio::experimental::awaitable_operators;
    const auto ended = co_await (attempt(std::move(request)) || workspace.run());
    const auto& answer = std::get<0>(ended);
    if (!answer) throw TransportError("broken off", true);
    co_return *answer;
  }

  HttpResponse send(std::string method, const std::string& path, std::string body = {},
                    std::vector<std::pair<std::string, std::string>> headers = {}) {
    HttpRequest request{.method = std::move(method),
                        .url = workspace.url() + path,
                        .headers = std::move(headers),
                        .body = std::move(body)};
    request.headers.emplace_back("Authorization", "Bearer " + token);
    request.headers.emplace_back("Notion-Version", "2026-03-11");
    return test::run(loop, ask(std::move(request)));
  }

  json::object json(std::string method, const std::string& path, std::string body = {}) {
    return json::parse(send(std::move(method), path, std::move(body)).body).as_object();
  }

  void faults(const std::string& rules) {
    REQUIRE(send("POST", "/_control/faults", R"({"rules": [)" + rules + "]}").status == 200);
  }

  std::string new_page() {
    return R"({"parent": {"page_id": ")" + workspace.studio_page() + "\"}}";
  }

  std::size_t pages() {
    const auto list = json("GET", "/v1/blocks/" + workspace.studio_page() + "/children");
    return list.at("results").as_array().size();
  }

  TemporaryFolder folder;
  boost::asio::io_context loop;
  HttpClient client{loop.get_executor()};
  Workspace workspace;
  std::string token = workspace.integration_token();
};

}  // namespace storyreel::workspace
