#include "notion/workspace/types.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

/// A data source with one property "P" of a type, and a row of it.
struct Typed : Bench {
  explicit Typed(const std::string& type, const std::string& config = "{}") {
    const auto database = ok("POST", "/v1/databases",
                             R"({"parent": {"type": "page_id", "page_id": ")" + studio +
                                 R"("}, "initial_data_source": {"properties": {"P": {")" + type +
                                 "\": " + config + "}}}}");
    source = text_at(database, "/data_sources/0/id");
    page = text_at(ok("POST", "/v1/pages", R"({"parent": {"data_source_id": ")" + source + "\"}}"),
                   "/id");
  }

  std::string body(const std::string& value) { return R"({"properties": {"P": )" + value + "}}"; }
  json::object write(const std::string& value) {
    return ok("PATCH", "/v1/pages/" + page, body(value));
  }
  std::string refuse(const std::string& value) {
    return fail("PATCH", "/v1/pages/" + page, body(value));
  }

  std::string source, page;
};

}  // namespace

TEST_CASE("workspace::find_type multi_select keeps each option once, in the order sent") {
  Typed typed("multi_select", R"({"options": [{"name": "a"}]})");
  const auto row =
      typed.write(R"({"multi_select": [{"name": "new"}, {"name": "A"}, {"name": "New"}]})");
  CHECK(text_at(row, "/properties/P/multi_select/0/name") == "new");
  CHECK(text_at(row, "/properties/P/multi_select/1/name") == "a");
  CHECK(row.at("properties").at("P").at("multi_select").as_array().size() == 2);
}

TEST_CASE("workspace::find_type status has three groups and no new options from pages") {
  Typed typed("status");
  const auto schema = typed.ok("GET", "/v1/data_sources/" + typed.source);
  CHECK(text_at(schema, "/properties/P/status/options/0/name") == "Not started");
  CHECK(text_at(schema, "/properties/P/status/groups/2/name") == "Complete");
  CHECK(text_at(schema, "/properties/P/status/groups/2/option_ids/0") ==
        text_at(schema, "/properties/P/status/options/2/id"));
  CHECK(text_at(typed.write(R"({"status": {"name": "Done"}})"), "/properties/P/status/color") ==
        "green");
  CHECK(typed.refuse(R"({"status": {"name": "Nope"}})").contains("\"Nope\" does not exist"));
}

TEST_CASE("workspace::find_type date takes ISO 8601 only") {
  Typed typed("date");
  const auto row = typed.write(R"({"date": {"start": "2026-02-28", "end": "2026-03-01"}})");
  CHECK(text_at(row, "/properties/P/date/end") == "2026-03-01");
  CHECK(text_at(row, "/properties/P/date/time_zone") == "null");
  CHECK(typed.refuse(R"({"date": {"start": "yesterday"}})").contains("P.date.start"));
  CHECK(text_at(typed.write(R"({"date": null})"), "/properties/P/date") == "null");
}

TEST_CASE("workspace::find_type files replaces the list of links") {
  Typed typed("files");
  const auto row = typed.write(
      R"({"files": [{"name": "card", "type": "external", "external": {"url": "http://x/1.png"}}]})");
  CHECK(text_at(row, "/properties/P/files/0/external/url") == "http://x/1.png");
  CHECK(text_at(row, "/properties/P/files/0/type") == "external");
  CHECK(typed.refuse(R"({"files": [{"name": "x"}]})").contains("files[0].external"));
  CHECK(text_at(typed.write(R"({"files": []})"), "/properties/P/files") == "[]");
}

TEST_CASE("workspace::find_type people, email and created_by show what Notion shows") {
  Typed people("people");
  const auto row = people.write(R"({"people": [{"id": ")" + people.person.id + "\"}]}");
  CHECK(text_at(row, "/properties/P/people/0/object") == "user");
  CHECK(text_at(row, "/properties/P/people/0/person/email") == people.person.email);
  CHECK(people.refuse(R"({"people": [{"id": "11111111-1111-1111-1111-111111111111"}]})")
            .starts_with("400 validation_error: Could not find user"));
  Typed email("email");
  CHECK(email.refuse(R"({"email": ")" + std::string(201, 'x') + "\"}").contains("≤ `200`"));
  Typed author("created_by");
  const auto made = author.ok("GET", "/v1/pages/" + author.page);
  CHECK(text_at(made, "/properties/P/created_by/id") == author.bot.id);
  CHECK(author.refuse(R"({"created_by": null})").contains("computed"));
}

TEST_CASE("workspace::find_type place has coordinates and perhaps names") {
  Typed typed("place");
  const auto row = typed.write(R"({"place": {"lat": 52.5, "lon": 13.4, "name": "Berlin"}})");
  CHECK(text_at(row, "/properties/P/place/name") == "Berlin");
  CHECK(text_at(row, "/properties/P/place/address") == "null");
  CHECK(typed.refuse(R"({"place": {"lat": 91, "lon": 0}})").contains("P.place.lat"));
  CHECK(text_at(typed.write(R"({"place": null})"), "/properties/P/place") == "null");
}

TEST_CASE("workspace::refresh_mentions shows the present title, and none of what is not shared") {
  Typed typed("rich_text");
  const auto other = typed.row(typed.table(), "Before");
  const auto row =
      typed.write(R"({"rich_text": [{"mention": {"page": {"id": ")" + other + "\"}}}]}");
  CHECK(text_at(row, "/properties/P/rich_text/0/plain_text") == "Before");
  CHECK(text_at(row, "/properties/P/rich_text/0/href").starts_with("http"));
  typed.ok("PATCH", "/v1/pages/" + other,
           R"({"properties": {"Name": {"title": [{"text": {"content": "After"}}]}}})");
  const auto shown = [&] {
    return text_at(typed.ok("GET", "/v1/pages/" + typed.page),
                   "/properties/P/rich_text/0/plain_text");
  };
  CHECK(shown() == "After");
  auto node = *typed.store.find(other);
  node.parent = "";
  typed.store.update(node);
  CHECK(shown() == "Untitled");
}

}  // namespace storyreel::workspace
