#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::create_database makes a container, a data source and a view") {
  Bench bench;
  const auto source = bench.table();
  const auto schema = bench.ok("GET", "/v1/data_sources/" + source);
  CHECK(text_at(schema, "/properties/Name/id") == "title");
  CHECK(text_at(schema, "/properties/Kind/select/options/0/color") == "red");
  CHECK(text_at(schema, "/title/0/plain_text") == "Things");
  const auto id = text_at(schema, "/parent/database_id");
  const auto database = bench.ok("GET", "/v1/databases/" + id);
  CHECK(text_at(database, "/data_sources/0/name") == "Things");
  CHECK(text_at(database, "/parent/page_id") == bench.studio);
  CHECK_FALSE(database.contains("properties"));
  const auto children = bench.ok("GET", "/v1/blocks/" + bench.studio + "/children");
  CHECK(text_at(children, "/results/0/child_database/title") == "Things");
  CHECK(text_at(children, "/results/0/id") == id);
  CHECK(bench.ok("GET", "/v1/views?database_id=" + id).at("results").as_array().size() == 1);
}

TEST_CASE("workspace::create_database refuses what Notion refuses") {
  Bench bench;
  const std::string parent = R"("page_id": ")" + bench.studio + "\"";
  CHECK(bench.fail("POST", "/v1/databases", "{\"parent\": {" + parent + "}}")
            .contains("body.parent.type should be defined, instead was `undefined`"));
  CHECK(bench
            .fail("POST", "/v1/databases",
                  R"({"parent": {"type": "page_id", )" + parent + R"(}, "properties": {}})")
            .contains("body.properties should be not present"));
}

TEST_CASE("workspace::update_data_source adds, renames, retypes and removes properties") {
  Bench bench;
  const auto source = bench.table();
  const auto path = "/v1/data_sources/" + source;
  const auto row = bench.row(source, "a", R"("Count": {"number": 3})");
  const auto before = bench.ok("GET", path);
  const auto count = text_at(before, "/properties/Count/id");
  const auto after = bench.ok("PATCH", path, R"({"properties": {
    ")" + count + R"(": {"name": "Amount"}, "Text": null, "Tags": {"multi_select": {}}}})");
  CHECK(text_at(after, "/properties/Amount/id") == count);
  CHECK(text_at(after, "/properties/Tags/type") == "multi_select");
  CHECK(text_at(after, "/properties/Text/id").starts_with("(nothing"));
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + row), "/properties/Amount/number") == "3");
  bench.ok("PATCH", path, R"({"properties": {"Amount": {"rich_text": {}}}})");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + row), "/properties/Amount/rich_text/0/plain_text") ==
        "3");
  CHECK(bench.fail("PATCH", path, R"({"properties": {"Name": null}})").contains("title"));
  CHECK(bench.fail("PATCH", path, R"({"properties": {"Nope": null}})")
            .contains("Nope is not a property that exists."));
  CHECK(bench.fail("PATCH", path, R"({"properties": {"Done": {"name": "Kind"}}})")
            .contains("same name"));
}

TEST_CASE("workspace::update_data_source replaces options and keeps ids") {
  Bench bench;
  const auto source = bench.table();
  const auto path = "/v1/data_sources/" + source;
  const auto row = bench.row(source, "a", R"("Kind": {"select": {"name": "small"}})");
  const auto options = "/properties/Kind/select/options/";
  const auto big = text_at(bench.ok("GET", path), std::string(options) + "0/id");
  const auto changed = bench.ok("PATCH", path, R"({"properties": {"Kind": {"select": {"options": [
    {"name": "Huge"}, {"name": "BIG"}]}}}})");
  CHECK(text_at(changed, std::string(options) + "1/id") == big);
  CHECK(text_at(changed, std::string(options) + "1/name") == "Big");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + row), "/properties/Kind/select") == "null");
  CHECK(bench
            .fail("PATCH", path, R"({"properties": {"Kind": {"select": {"options": [
    {"name": "Big", "color": "blue"}]}}}})")
            .contains("Cannot update color of select"));
}

TEST_CASE("workspace::update_database trashes a database and what stands in it") {
  Bench bench;
  const auto source = bench.table();
  const auto row = bench.row(source, "a");
  const auto id = text_at(bench.ok("GET", "/v1/data_sources/" + source), "/parent/database_id");
  bench.ok("PATCH", "/v1/databases/" + id, R"({"in_trash": true})");
  CHECK(text_at(bench.ok("GET", "/v1/data_sources/" + source), "/in_trash") == "true");
  CHECK(bench.ok("POST", "/v1/search").at("results").as_array().size() == 1);
  CHECK(bench.fail("PATCH", "/v1/pages/" + row, R"({"icon": null})").contains("archived ancestor"));
  CHECK(
      bench.ok("GET", "/v1/blocks/" + bench.studio + "/children").at("results").as_array().empty());
  bench.ok("PATCH", "/v1/databases/" + id, R"({"in_trash": false})");
  bench.ok("PATCH", "/v1/pages/" + row, R"({"icon": {"emoji": "🎬"}})");
}

TEST_CASE("workspace::create_view stores what it is given") {
  Bench bench;
  const auto source = bench.table();
  const auto view = bench.ok(
      "POST", "/v1/views",
      R"({"name": "Board", "type": "board", "data_source_id": ")" + source +
          R"(", "filter": {"property": "Done", "checkbox": {"equals": true}}, "configuration": {"type": "board"}})");
  const auto again = bench.ok("GET", "/v1/views/" + text_at(view, "/id"));
  CHECK(text_at(again, "/filter/property") == "Done");
  CHECK(text_at(again, "/configuration/type") == "board");
  CHECK(text_at(again, "/parent/type") == "database_id");
  CHECK(bench
            .fail("POST", "/v1/views",
                  R"({"name": "X", "type": "cube", "data_source_id": ")" + source + "\"}")
            .contains("body.type should be a view type"));
}

}  // namespace storyreel::workspace
