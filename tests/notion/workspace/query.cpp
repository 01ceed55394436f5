#include <set>

#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

struct Rows : Bench {
  Rows() : source(table()) {
    row(source, "a", R"("Count": {"number": 3}, "Kind": {"select": {"name": "Small"}})");
    time += std::chrono::minutes(5);
    row(source, "b", R"("Count": {"number": 1}, "Done": {"checkbox": true})");
    time += std::chrono::minutes(5);
    row(source, "c", R"("Text": {"rich_text": [{"text": {"content": "Hello World"}}]},
                        "Kind": {"select": {"name": "Big"}})");
  }
  std::string by_name(const std::string& filter) {
    return names(source, R"({"filter": )" + filter +
                             R"(, "sorts": [{"property": "Name", "direction": "ascending"}]})");
  }
  std::string source;
};

}  // namespace

TEST_CASE("workspace::query_data_source filters by properties") {
  Rows rows;
  struct Case {
    const char* filter;
    const char* found;
  };
  for (const auto& [filter, found] : {
           Case{R"({"property": "Count", "number": {"greater_than": 1}})", "a"},
           Case{R"({"property": "Count", "number": {"is_empty": true}})", "c"},
           Case{R"({"property": "Count", "number": {"does_not_equal": 3}})", "b c"},
           Case{R"({"property": "Done", "checkbox": {"equals": false}})", "a c"},
           Case{R"({"property": "Kind", "select": {"equals": "Big"}})", "c"},
           Case{R"({"property": "Kind", "select": {"equals": ["Big", "Small"]}})", "a c"},
           Case{R"({"property": "Kind", "select": {"is_empty": true}})", "b"},
           Case{R"({"property": "Text", "rich_text": {"contains": "world"}})", "c"},
           Case{R"({"property": "title", "title": {"starts_with": "B"}})", "b"},
           Case{R"({"or": [{"property": "Name", "title": {"equals": "a"}},
                           {"property": "Name", "title": {"equals": "b"}}]})",
                "a b"},
           Case{R"({"and": [{"property": "Done", "checkbox": {"equals": false}},
                {"or": [{"property": "Name", "title": {"equals": "a"}}]}]})",
                "a"},
       }) {
    CAPTURE(filter);
    CHECK(rows.by_name(filter) == found);
  }
}

TEST_CASE("workspace::query_data_source filters by floored time stamps") {
  Rows rows;
  const auto edited = [&](const std::string& condition) {
    return rows.by_name(R"({"timestamp": "last_edited_time", "last_edited_time": {)" + condition +
                        "}}");
  };
  CHECK(edited(R"("on_or_after": "2026-11-21T08:35:00.000Z")") == "b c");
  CHECK(edited(R"("after": "2026-11-21T08:35:00Z")") == "c");
  CHECK(edited(R"("after": "2026-11-21T08:35:30Z")") == "c");
  CHECK(edited(R"("before": "2026-11-21T08:35")") == "a");
  CHECK(edited(R"("on_or_before": "2026-11-21")") == "a b c");
  CHECK(edited(R"("equals": "2026-11-21T10:40:00+02:00")") == "c");
  CHECK(edited(R"("equals": "today")") == "a b c");
  CHECK(edited(R"("past_week": {})") == "a b c");
  CHECK(edited(R"("equals": "yesterday")") == "");
}

TEST_CASE("workspace::query_data_source refuses bad filters and sorts") {
  Rows rows;
  const auto refuse = [&](const std::string& body) {
    return rows.fail("POST", "/v1/data_sources/" + rows.source + "/query", body);
  };
  CHECK(refuse(R"({"filter": {"property": "Nope", "number": {"equals": 1}}})")
            .ends_with("Could not find property with name or id: Nope"));
  CHECK(refuse(R"({"filter": {"property": "Count", "rich_text": {"equals": "1"}}})")
            .ends_with("database property number does not match filter rich_text"));
  CHECK(refuse(R"({"filter": {"property": "Count", "number": {"contains": 1}}})")
            .contains("body.filter.number.contains should be not present"));
  CHECK(refuse(R"({"filter": {"timestamp": "created", "created": {"past_week": {}}}})")
            .contains("body.filter.timestamp"));
  CHECK(refuse(R"({"filter": {"and": [{"or": [{"and": []}]}]}})").contains("two levels"));
  CHECK(refuse(R"({"sorts": [{"property": "Name", "direction": "up"}]})").contains("direction"));
  CHECK(refuse(R"({"start_cursor": "what"})").contains("start_cursor provided is invalid"));
  CHECK(refuse(R"({"archived": true})").contains("body.archived should be not present"));
}

TEST_CASE("workspace::query_data_source sorts, empty values last") {
  Rows rows;
  CHECK(rows.names(rows.source,
                   R"({"sorts": [{"property": "Count", "direction": "ascending"}]})") == "b a c");
  CHECK(rows.names(rows.source,
                   R"({"sorts": [{"property": "Count", "direction": "descending"}]})") == "a b c");
  CHECK(rows.names(rows.source,
                   R"({"sorts": [{"timestamp": "created_time", "direction": "descending"}]})") ==
        "c b a");
  CHECK(rows.names(rows.source, R"({"sorts": [{"property": "Kind", "direction": "ascending"}]})") ==
        "c a b");
}

TEST_CASE("workspace::query_data_source pages through a list that others change") {
  Bench bench;
  const auto source = bench.table();
  std::string in_order;
  for (int i = 0; i < 25; ++i) {
    bench.row(source, std::to_string(i));
    in_order += (i ? " " : "") + std::to_string(i);
  }
  CHECK(bench.names(source, "{}") != in_order);
  std::multiset<std::string> seen;
  std::string cursor;
  for (int pages = 0; pages < 5; ++pages) {
    const auto body = R"({"page_size": 10)" +
                      (cursor.empty() ? "" : R"(, "start_cursor": ")" + cursor + "\"") + "}";
    const auto page = bench.ok("POST", "/v1/data_sources/" + source + "/query", body);
    for (const auto& row : page.at("results").as_array())
      seen.insert(text_at(row.as_object(), "/id"));
    bench.row(source, "new");
    if (!page.at("has_more").as_bool()) break;
    cursor = text_at(page, "/next_cursor");
  }
  CHECK(seen.size() == 25);
  CHECK(std::set(seen.begin(), seen.end()).size() == 25);
}

TEST_CASE("workspace::query_data_source says when it stops at the result cap") {
  Rows rows;
  rows.cap = 2;
  const auto page = rows.ok("POST", "/v1/data_sources/" + rows.source + "/query");
  CHECK(page.at("results").as_array().size() == 2);
  CHECK(text_at(page, "/has_more") == "false");
  CHECK(text_at(page, "/request_status/incomplete_reason") == "query_result_limit_reached");
}

TEST_CASE("workspace::search finds by title and object") {
  Rows rows;
  CHECK(rows.ok("POST", "/v1/search", R"({"query": "thing"})").at("results").as_array().size() ==
        1);
  const auto pages =
      rows.ok("POST", "/v1/search", R"({"filter": {"property": "object", "value": "page"},
    "sort": {"timestamp": "last_edited_time", "direction": "descending"}})");
  CHECK(text_at(pages, "/results/0/properties/Name/title/0/plain_text") == "c");
  CHECK(pages.at("results").as_array().size() == 4);
  CHECK(
      rows.fail("POST", "/v1/search", R"({"filter": {"property": "object", "value": "database"}})")
          .contains("body.filter.value"));
}

}  // namespace storyreel::workspace
