#include "notion/workspace/control.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/served.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::control_help and GET /_control/ name every endpoint and kind of fault") {
  Served served;
  const auto help = control_help();
  const auto told = served.json("GET", "/_control/");
  CHECK(told.at("endpoints").as_array().size() == control_routes().size());
  for (const auto& route : control_routes()) {
    CAPTURE(route.path);
    CHECK(help.contains(std::string(route.method) + " " + std::string(route.path)));
    CHECK_FALSE(route.does.empty());
    const auto asked = served.send(std::string(route.method), std::string(route.path), "{}");
    CHECK_FALSE(asked.body.contains("invalid_request_url"));
  }
  CHECK(told.at("faults").as_array().size() > 15);
  for (const auto& each : told.at("faults").as_array()) {
    const auto kind = text_at(each.as_object(), "/kind");
    CHECK(help.contains("  " + kind + ": "));
    CHECK(find_fault_kind(kind));
  }
  CHECK(served.send("GET", "/_control/nothing").status == 400);
}

TEST_CASE("workspace::RateLimit has budgets for connections, the workspace and endpoints") {
  RateLimit limit(0);
  const Time start(std::chrono::hours(1));
  const auto refused = [&](const char* user, const char* path, int second) {
    const auto why = limit.refuse(user, "POST", path, start + seconds(second));
    return why ? std::string(why->reason) + " " + std::to_string(why->seconds) : "";
  };
  for (int i = 0; i < 1000; ++i) CHECK(refused("a", "/v1/search", i % 60).empty());
  limit.set({.per_connection = 3, .endpoints = {{"POST", "/v1/search", 1}}});
  CHECK(refused("a", "/v1/search", 0).empty());
  CHECK(refused("a", "/v1/search", 1) == "public_api_endpoint_rate_limit 59");
  CHECK(refused("a", "/v1/pages", 2).empty());
  CHECK(refused("a", "/v1/pages", 3).empty());
  CHECK(refused("a", "/v1/pages", 4) == "public_api_request_rate_limit 56");
  CHECK(refused("b", "/v1/search", 4).empty());
  limit.set({.per_workspace = 1, .workspace_window = seconds(180)});
  for (const auto* user : {"a", "b", "c"}) CHECK(refused(user, "/v1/pages", 10).empty());
  CHECK(refused("d", "/v1/pages", 20) == "public_api_space_request_rate_limit 170");
  CHECK(refused("d", "/v1/pages", 190).empty());
}

TEST_CASE("workspace::Control sets limits, also of an endpoint") {
  Served served;
  const std::string search =
      R"({"method": "POST", "path": "/v1/search", "requests_per_minute": 1})";
  CHECK(served.send("POST", "/_control/limits", R"({"endpoints": [)" + search + "]}").status ==
        200);
  CHECK(served.send("POST", "/v1/search", "{}").status == 200);
  const auto refused = served.send("POST", "/v1/search", "{}");
  CHECK(refused.status == 429);
  CHECK(refused.body.contains("public_api_endpoint_rate_limit"));
  const auto wait = refused.header("Retry-After").value_or("");
  CHECK(refused.body.contains("\"retry_after\":\"" + std::string(wait) + "\""));
  CHECK(served.send("GET", "/v1/users/me").status == 200);
  CHECK(served
            .send("POST", "/_control/limits", R"({"endpoints": [{"method": "GET", "path": "/v1/x",
                    "requests_per_minute": 1}]})")
            .status == 400);
}

TEST_CASE("workspace::Faults of each kind answer as documented") {
  Served served;
  const auto struck = [&](const std::string& rule) {
    served.faults("{" + rule + "}");
    return served.send("POST", "/v1/search", "{}");
  };
  const auto blocked = struck(R"("kind": "429", "reason": "public_api_request_blocked")");
  CHECK(blocked.status == 429);
  CHECK_FALSE(blocked.header("Retry-After"));
  const auto space = struck(R"("kind": "429", "reason": "public_api_space_request_rate_limit",
                               "retry_after": 90)");
  CHECK(space.header("Retry-After").value_or("") == "90");
  CHECK(space.body.contains(R"("retry_after":"90")"));
  CHECK(struck(R"("kind": "529", "retry_after": 7)").header("Retry-After").value_or("") == "7");
  CHECK(struck(R"("kind": "503")").body.contains("retry_guidance"));
  for (const auto* kind : {"500_committed", "503_committed", "504_committed", "drop_after"})
    CHECK(struck("\"kind\": \"" + std::string(kind) + "\"").status == 200);
  CHECK_THROWS_AS(struck(R"("kind": "truncated")"), TransportError);
  CHECK(struck(R"("kind": "500", "path": "/v1/pages/{page_id}")").status == 200);
  CHECK(struck(R"("kind": "500", "path": "/v1/{any}")").status == 500);
  CHECK(struck(R"("kind": "500", "pattern": "sea.ch$", "nth": 2)").status == 200);
  CHECK(served.send("POST", "/v1/search", "{}").status == 500);
}

TEST_CASE("workspace::RequestLog keeps bodies when asked, tokens never") {
  Served served;
  served.send("POST", "/v1/search", R"({"query": "one"})");
  served.send("POST", "/_control/requests", R"({"bodies": true})");
  served.send("POST", "/v1/search", R"({"query": "two"})");
  const auto log = served.send("GET", "/_control/requests").body;
  CHECK_FALSE(log.contains("one"));
  CHECK(log.contains("two"));
  CHECK(log.contains("next_cursor"));
  CHECK_FALSE(log.contains(served.token));
  RequestLog bounded;
  bounded.bodies = true;
  for (int i = 0; i < 200; ++i) bounded.add({.request = std::string(1 << 20, 'x')});
  CHECK(bounded.after(0).size() == 64);
  bounded.clear();
  for (const char* body : {"{}", "--x\r\n\r\n\xFF\xD8"}) bounded.add({.request = body});
  CHECK(bounded.after(0).at(0).as_object().contains("request"));
  CHECK_FALSE(bounded.after(0).at(1).as_object().contains("request"));
}

TEST_CASE("workspace::Control moves the clock to a time") {
  Served served;
  const auto set = served.json("POST", "/_control/clock", R"({"time": "2030-01-02T03:04:05Z"})");
  CHECK(text_at(set, "/time").starts_with("2030-01-02T03:04:0"));
  const auto page = served.json("POST", "/v1/pages", served.new_page());
  CHECK(text_at(page, "/created_time") == "2030-01-02T03:04:00.000Z");
  CHECK(served.send("POST", "/_control/clock", R"({"time": "soon"})").status == 400);
}

TEST_CASE("workspace::Control renames an option as a person does, and rows that have it show it") {
  Served served;
  const auto send = [&](const char* method, const std::string& path, const json::object& body) {
    return served.json(method, path, json::serialize(body));
  };
  const json::array options{json::object{{"name", "Open"}}, json::object{{"name", "Shut"}}};
  const json::object columns{{"Name", {{"title", json::object()}}},
                             {"State", {{"select", {{"options", options}}}}}};
  const json::object studio{{"type", "page_id"}, {"page_id", served.workspace.studio_page()}};
  const auto database =
      send("POST", "/v1/databases",
           {{"parent", studio}, {"initial_data_source", json::object{{"properties", columns}}}});
  const auto source = text_at(database, "/data_sources/0/id");
  const json::object parent{{"type", "data_source_id"}, {"data_source_id", source}};
  const json::object values{{"State", {{"select", {{"name", "Open"}}}}}};
  const auto row = send("POST", "/v1/pages", {{"parent", parent}, {"properties", values}});
  const auto option = text_at(row, "/properties/State/select/id");
  const auto rename = [&](const std::string& id, const char* name) {
    const json::object body{{"data_source_id", source}, {"option_id", id}, {"name", name}};
    return served.send("POST", "/_control/options", json::serialize(body)).status;
  };
  CHECK(rename(option, "Ajar") == 200);
  const auto after = served.json("GET", "/v1/pages/" + text_at(row, "/id"));
  CHECK(text_at(after, "/properties/State/select/name") == "Ajar");
  CHECK(text_at(after, "/properties/State/select/id") == option);
  CHECK(rename(option, "shut") == 400);
  CHECK(rename("none", "Free") == 400);
}

}  // namespace storyreel::workspace
