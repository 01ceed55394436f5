#include "notion/workspace/index.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

constexpr auto kByName = R"({"sorts": [{"property": "Name", "direction": "ascending"}]})";

struct Rows : Bench {
  Rows() : source(table()) {
    a = row(source, "a", R"("Count": {"number": 1}, "Kind": {"select": {"name": "Big"}})");
    b = row(source, "b", R"("Count": {"number": 2}, "Kind": {"select": {"name": "Small"}})");
  }
  std::string all() { return names(source, kByName); }
  std::string by(const std::string& filter) {
    return names(source, R"({"filter": )" + filter +
                             R"(, "sorts": [{"property": "Name", "direction": "ascending"}]})");
  }
  void change(const std::string& id, const std::string& body) {
    ok("PATCH", "/v1/pages/" + id, body);
  }
  std::size_t found(const std::string& body) {
    return ok("POST", "/v1/search", body).at("results").as_array().size();
  }
  std::string source, a, b;
};

constexpr auto kTrash = R"({"in_trash": true})";
constexpr auto kRename = R"({"properties": {"Name": {"title": [{"text": {"content": "z"}}]}}})";

}  // namespace

TEST_CASE("workspace::Index keeps in step with writes") {
  Rows rows;
  const auto large = R"({"property": "Count", "number": {"greater_than": 1}})";
  CHECK(rows.by(large) == "b");
  rows.change(rows.a, R"({"properties": {"Count": {"number": 5}}})");
  rows.row(rows.source, "c", R"("Count": {"number": 7})");
  CHECK(rows.by(large) == "a b c");
  rows.change(rows.b, kTrash);
  CHECK(rows.by(large) == "a c");
  rows.change(rows.b, R"({"in_trash": false})");
  CHECK(rows.by(large) == "a b c");
  CHECK(rows.by(R"({"property": "Name", "title": {"is_not_empty": true}})") == "a b c");
}

TEST_CASE("workspace::Index lags no longer than asked when the clock is moved back") {
  Rows rows;
  rows.index.set_lag(seconds{10});
  const auto begin = rows.time;
  rows.time = begin + seconds{1'000'000};
  rows.row(rows.source, "c");
  rows.time = begin;
  CHECK(rows.all() == "a b c");
  rows.row(rows.source, "d");
  CHECK(rows.all() == "a b c");
  rows.time += seconds{11};
  CHECK(rows.all() == "a b c d");
}

TEST_CASE("workspace::Index follows the schema") {
  Rows rows;
  const auto path = "/v1/data_sources/" + rows.source;
  CHECK(rows.by(R"({"property": "Count", "number": {"equals": 2}})") == "b");
  rows.ok("PATCH", path, R"({"properties": {"Count": {"rich_text": {}}}})");
  CHECK(rows.by(R"({"property": "Count", "rich_text": {"equals": "2"}})") == "b");
  rows.ok("PATCH", path, R"({"properties": {"Count": null}})");
  rows.ok("PATCH", path, R"({"properties": {"Count": {"number": {}}}})");
  CHECK(rows.by(R"({"property": "Count", "number": {"is_empty": true}})") == "a b");
}

TEST_CASE("workspace::Index knows options that came and went since it read the rows") {
  Rows rows;
  const auto path = "/v1/data_sources/" + rows.source;
  CHECK(rows.by(R"({"property": "Kind", "select": {"equals": "Big"}})") == "a");
  rows.row(rows.source, "c", R"("Kind": {"select": {"name": "New"}})");
  CHECK(rows.by(R"({"property": "Kind", "select": {"equals": "New"}})") == "c");
  rows.ok("PATCH", path, R"({"properties": {"Kind": {"select": {"options": [{"name": "New"}]}}}})");
  CHECK(rows.by(R"({"property": "Kind", "select": {"is_empty": true}})") == "a b");
}

TEST_CASE("workspace::Index shows rows as they were when it lags") {
  Rows rows;
  CHECK(rows.all() == "a b");
  rows.time += seconds(60);
  rows.index.set_lag(seconds(10));
  rows.row(rows.source, "c");
  rows.change(rows.a, kTrash);
  rows.change(rows.b, kRename);
  rows.time += seconds(9);
  CHECK(rows.all() == "a b");
  CHECK(rows.by(R"({"property": "Name", "title": {"equals": "b"}})") == "b");
  CHECK(text_at(rows.ok("GET", "/v1/pages/" + rows.b), "/properties/Name/title/0/plain_text") ==
        "z");
  rows.time += seconds(1);
  CHECK(rows.all() == "c z");
  rows.change(rows.a, R"({"in_trash": false})");
  CHECK(rows.all() == "c z");
  rows.index.set_lag(seconds(0));
  CHECK(rows.all() == "a c z");
}

TEST_CASE("workspace::Index lags by every step of a row that changes often") {
  Rows rows;
  rows.index.set_lag(seconds(10));
  const auto set = [&](int count) {
    rows.change(rows.a, R"({"properties": {"Count": {"number": )" + std::to_string(count) + "}}}");
    rows.time += seconds(6);
  };
  const auto is = [&](int count) {
    return rows.by(R"({"property": "Count", "number": {"equals": )" + std::to_string(count) +
                   "}}") == "a";
  };
  set(10);
  CHECK(is(1));
  set(20);
  CHECK(is(10));
  set(30);
  CHECK(is(20));
  rows.time += seconds(10);
  CHECK(is(30));
}

TEST_CASE("workspace::Index lets searches lag") {
  Rows rows;
  CHECK(rows.found(R"({"query": "later"})") == 0);
  rows.index.set_lag(seconds(10));
  rows.row(rows.source, "Later");
  CHECK(rows.found(R"({"query": "later"})") == 0);
  rows.time += seconds(10);
  CHECK(rows.found(R"({"query": "LATER"})") == 1);
}

TEST_CASE("workspace::Index finds relations, but not to pages in the trash") {
  Rows rows;
  rows.ok("PATCH", "/v1/data_sources/" + rows.source,
          R"({"properties": {"Next": {"relation": {"data_source_id": ")" + rows.source +
              R"(", "single_property": {}}}}})");
  const auto none = R"({"property": "Next", "relation": {"is_empty": true}})";
  const auto to_b = R"({"property": "Next", "relation": {"contains": ")" + rows.b + "\"}}";
  CHECK(rows.by(none) == "a b");
  rows.change(rows.a, R"({"properties": {"Next": {"relation": [{"id": ")" + rows.b + R"("}]}}})");
  CHECK(rows.by(to_b) == "a");
  CHECK(rows.by(none) == "b");
  rows.change(rows.b, kTrash);
  CHECK(rows.by(none) == "a");
  rows.change(rows.b, R"({"in_trash": false})");
  CHECK(rows.by(to_b) == "a");
}

TEST_CASE("workspace::Index gives up a query that keeps everybody waiting") {
  Rows rows;
  CHECK(rows.index.rows(rows.source, {.most = 10}).size() == 2);
  CHECK_THROWS_WITH_AS(rows.index.rows(rows.source, {.most = 10, .patience = milliseconds(0)}),
                       "The query took too long. Please try again later.", ApiError);
}

}  // namespace storyreel::workspace
