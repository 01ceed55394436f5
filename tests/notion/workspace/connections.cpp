#include "notion/workspace/connections.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/served.hpp"

namespace storyreel::workspace {

namespace embedded {
extern const std::string_view file_0001_workspace_sql;
}

namespace {

const std::string kDenied = "403 restricted_resource: Insufficient permissions for this endpoint.";

/// A database under Studio; the ids of it, its data source and a row.
struct Things {
  explicit Things(Bench& bench) : source(bench.table()), row(bench.row(source, "Lamp")) {
    const auto shown = bench.ok("GET", "/v1/data_sources/" + source);
    database = text_at(shown, "/parent/database_id");
  }
  std::string source, row, database;
};

}  // namespace

TEST_CASE("workspace::check_needs asks each endpoint for the capability that is documented") {
  Bench bench;
  const Things things(bench);
  const auto page = "/v1/pages/" + things.row;
  const auto children = "/v1/blocks/" + things.row + "/children";
  const std::string parent =
      R"({"parent": {"type": "page_id", "page_id": ")" + bench.studio + "\"}";
  struct Case {
    const char* capability;
    std::string method, path, body;
  };
  for (const auto& [capability, method, path, body] : {
           Case{"read_content", "GET", page, ""},
           Case{"read_content", "GET", page + "/properties/title", ""},
           Case{"read_content", "GET", children, ""},
           Case{"read_content", "GET", "/v1/databases/" + things.database, ""},
           Case{"read_content", "GET", "/v1/data_sources/" + things.source, ""},
           Case{"read_content", "POST", "/v1/data_sources/" + things.source + "/query", "{}"},
           Case{"read_content", "POST", "/v1/search", "{}"},
           Case{"update_content", "PATCH", page, "{}"},
           Case{"update_content", "PATCH", "/v1/databases/" + things.database, "{}"},
           Case{"update_content", "PATCH", "/v1/data_sources/" + things.source, "{}"},
           Case{"insert_content", "POST", "/v1/pages", parent + "}"},
           Case{"insert_content", "POST", "/v1/databases", parent + "}"},
           Case{"insert_content", "PATCH", children, R"({"children": [{"divider": {}}]})"},
           Case{"user_information", "GET", "/v1/users", ""},
           Case{"user_information", "GET", "/v1/users/" + bench.person.id, ""},
           Case{"user_information_with_email", "GET", "/v1/users", ""},
       }) {
    CAPTURE(capability);
    CAPTURE(path);
    auto restricted = bench.bot;
    bench.user = &restricted;
    restricted.can = Capabilities::from_names({capability});
    CHECK(bench.send(method, path, body).status == 200);
    json::array names;
    for (const auto& name : Capabilities().names())
      if (name.as_string() != capability && !name.as_string().starts_with("user_"))
        names.push_back(name);
    restricted.can = Capabilities::from_names(names);
    CHECK(bench.fail(method, path, body) == kDenied);
    CHECK(bench.send("GET", "/v1/users/me").status == 200);
  }
}

TEST_CASE("workspace::hide leaves partial objects to who may not read") {
  Bench bench;
  const Things things(bench);
  auto writer = bench.bot;
  writer.can = Capabilities::from_names({"insert_content", "update_content"});
  bench.user = &writer;
  const auto only_id = [](json::object shown) {
    shown.erase("request_id");
    shown.erase("id");
    return json::serialize(shown);
  };
  const std::string parent = R"({"parent": {"page_id": ")" + bench.studio + "\"}}";
  const auto page = bench.ok("POST", "/v1/pages", parent);
  CHECK(only_id(page) == R"({"object":"page"})");
  CHECK(text_at(page, "/id").size() == 36);
  CHECK(only_id(bench.ok("PATCH", "/v1/pages/" + things.row, "{}")) == R"({"object":"page"})");
  const auto list = bench.ok("PATCH", "/v1/blocks/" + text_at(page, "/id") + "/children",
                             R"({"children": [{"divider": {}}]})");
  CHECK(text_at(list, "/object") == "list");
  CHECK(only_id(list.at("results").at(0).as_object()) == R"({"object":"block"})");
  const auto source = bench.ok("PATCH", "/v1/data_sources/" + things.source, "{}");
  CHECK(source.contains("properties"));
  CHECK_FALSE(source.contains("title"));
}

TEST_CASE("workspace::hide keeps names and addresses of users back") {
  Bench bench;
  const auto path = "/v1/users/" + bench.person.id;
  auto bot = bench.bot;
  bench.user = &bot;
  CHECK(text_at(bench.ok("GET", path), "/person/email").contains("@"));
  bot.can = Capabilities::from_names({"read_content", "user_information"});
  const auto shown = bench.ok("GET", path);
  CHECK(text_at(shown, "/name") == "You");
  CHECK(shown.at("person").as_object().empty());
  bot.can = Capabilities::from_names({"read_content"});
  CHECK(text_at(bench.ok("GET", "/v1/users/me"), "/name") == "storyreel");
}

TEST_CASE("workspace::Store shares pages with each bot, and takes parts away") {
  Bench bench;
  const Things things(bench);
  const User other{.id = "00000000-0000-0000-0000-000000000001", .bot = true, .name = "Other"};
  bench.store.add_user(other);
  const auto sees = [&](const User& user, const std::string& page) {
    bench.user = &user;
    return bench.send("GET", "/v1/pages/" + page).status == 200;
  };
  CHECK_FALSE(sees(other, bench.studio));
  bench.store.share(other.id, things.source);
  CHECK(sees(other, things.row));
  CHECK_FALSE(sees(other, bench.studio));
  bench.store.share(bench.bot.id, things.source, false);
  CHECK(sees(bench.bot, bench.studio));
  CHECK_FALSE(sees(bench.bot, things.row));
  CHECK(bench.fail("GET", "/v1/pages/" + things.row).starts_with("404 object_not_found"));
  CHECK_FALSE(bench.store.visible(things.database, other));
  CHECK(sees(bench.person, things.row));
  bench.store.share(bench.bot.id, things.row);
  CHECK(sees(bench.bot, things.row));
  CHECK(bench.store.shared(other.id) == std::vector{things.source});
}

TEST_CASE("workspace::Control makes, restricts and revokes connections") {
  Served served;
  const auto mine = served.token;
  const auto add = [&](const std::string& more) {
    return served.json("POST", "/_control/connections", R"({"name": "Reader")" + more + "}");
  };
  const auto reader = add(R"(, "capabilities": ["read_content"])");
  const auto page = "/v1/pages/" + served.workspace.studio_page();
  const auto asked_as = [&](const std::string& token, const std::string& path) {
    served.token = token;
    const auto status = served.send("GET", path).status;
    served.token = mine;
    return status;
  };
  const auto token = text_at(reader, "/token");
  CHECK(asked_as(token, page) == 404);
  served.json("POST", "/_control/shares",
              R"({"shared": true, "user_id": ")" + text_at(reader, "/user_id") +
                  R"(", "page_id": ")" + served.workspace.studio_page() + "\"}");
  CHECK(asked_as(token, page) == 200);
  CHECK(asked_as(token, "/v1/users") == 403);
  served.json("PATCH", "/_control/connections", R"({"revoked": true, "token": ")" + token + "\"}");
  CHECK(asked_as(token, page) == 401);
  CHECK(asked_as(mine, page) == 200);
  served.json("PATCH", "/_control/connections", R"({"revoked": true})");
  CHECK(asked_as(mine, page) == 401);
  served.json("PATCH", "/_control/connections", R"({"revoked": false})");
  CHECK(asked_as(mine, page) == 200);
  const auto person = add(R"(, "person": true)");
  CHECK(asked_as(text_at(person, "/token"), page) == 200);
  CHECK(asked_as(text_at(person, "/token"), "/v1/users") == 403);
  const auto list = served.send("GET", "/_control/connections").body;
  CHECK(list.contains("Reader"));
  CHECK_FALSE(list.contains("ntn_"));
  const auto error = served.send("PATCH", "/_control/connections", R"({"token": "ntn_x"})");
  CHECK(error.status == 404);
}

TEST_CASE("workspace::Store brings sharing over from the first schema") {
  const TemporaryFolder folder;
  const auto file = (folder.path() / "workspace.db").string();
  {
    SQLite::Database old(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec(std::string(embedded::file_0001_workspace_sql));
    old.exec(R"(
      INSERT INTO user VALUES ('bot', 'bot', 'storyreel', ''), ('person', 'person', 'You', '');
      INSERT INTO node VALUES
        ('studio', 'page', NULL, 1, 1, 0, 0, 0, 'person', 'person', 'Studio', '{}'),
        ('below', 'page', 'studio', 1, NULL, 0, 0, 0, 'bot', 'bot', 'Below', '{}'),
        ('secret', 'page', NULL, 2, NULL, 0, 0, 0, 'person', 'person', 'Secret', '{}');
      PRAGMA user_version = 1)");
  }
  Store store(file);
  const auto connections = store.connections();
  REQUIRE(connections.size() == 2);
  const auto& bot = connections[0].user;
  CHECK(bot.can.has_all());
  CHECK_FALSE(connections[0].revoked);
  CHECK(store.shared(bot.id) == std::vector<std::string>{"studio"});
  CHECK(store.visible("below", bot));
  CHECK_FALSE(store.visible("secret", bot));
  CHECK(store.visible("secret", connections[1].user));
}

TEST_CASE("workspace::Connections outlive the process, as digests") {
  const TemporaryFolder folder;
  Store store(folder.path() / "workspace.db");
  const User bot{.id = "00000000-0000-0000-0000-000000000001", .bot = true, .name = "First"};
  const User person{.id = "00000000-0000-0000-0000-000000000002", .name = "You"};
  store.add_user(bot);
  store.add_user(person);
  Connections connections(store, "ntn_bot", "ntn_person");
  const User other{.id = "00000000-0000-0000-0000-000000000003", .bot = true, .name = "Other"};
  const auto token = connections.add(other);
  CHECK(token.starts_with("ntn_"));
  const Connections again(store, "ntn_bot", "ntn_person");
  CHECK(again.find(token)->id == other.id);
  CHECK(again.find("ntn_bot")->id == bot.id);
  CHECK(again.find("ntn_person")->id == person.id);
  for (const auto* wrong : {"", "ntn_", "ntn_bo", "ntn_bott"}) CHECK_FALSE(again.find(wrong));
  for (const auto* name : {"workspace.db", "workspace.db-wal"})
    CHECK_FALSE(read_file(folder.path() / name, 10 << 20).contains(token));
}

}  // namespace storyreel::workspace
