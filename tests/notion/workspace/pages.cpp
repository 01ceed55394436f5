#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {

TEST_CASE("workspace::create_page writes rows by name or id and floors times to the minute") {
  Bench bench;
  const auto source = bench.table();
  const auto link = text_at(bench.ok("GET", "/v1/data_sources/" + source), "/properties/Link/id");
  const auto id = bench.row(source, "First", "\"" + link + R"(": {"url": "http://x.example"})");
  const auto row = bench.ok("GET", "/v1/pages/" + id);
  CHECK(text_at(row, "/properties/Link/url") == "http://x.example");
  CHECK(text_at(row, "/properties/Done/checkbox") == "false");
  CHECK(text_at(row, "/properties/Count/number") == "null");
  CHECK(text_at(row, "/properties/Kind/select") == "null");
  CHECK(text_at(row, "/created_time") == "2026-11-21T08:30:00.000Z");
  CHECK(text_at(row, "/parent/type") == "data_source_id");
  CHECK(text_at(row, "/parent/database_id").size() == 36);
  const auto one = bench.ok(
      "GET", "/v1/pages/" + id + "?filter_properties=" + link + "&filter_properties[]=Done");
  CHECK(one.at("properties").as_object().size() == 2);
}

TEST_CASE("workspace::update_page changes what is sent and says who did it") {
  Bench bench;
  const auto source = bench.table();
  const auto id = bench.row(source, "a", R"("Count": {"number": 1.5})");
  bench.user = &bench.person;
  bench.time += std::chrono::minutes(2);
  bench.ok("PATCH", "/v1/pages/" + id, R"({"properties": {"Done": {"checkbox": true}}})");
  const auto row = bench.ok("GET", "/v1/pages/" + id);
  CHECK(text_at(row, "/properties/Count/number") == "1.5E0");
  CHECK(text_at(row, "/properties/Done/checkbox") == "true");
  CHECK(text_at(row, "/created_by/id") == bench.bot.id);
  CHECK(text_at(row, "/last_edited_by/id") == bench.person.id);
  CHECK(text_at(row, "/last_edited_time") == "2026-11-21T08:32:00.000Z");
}

TEST_CASE("workspace::update_page makes unknown options and refuses commas") {
  Bench bench;
  const auto source = bench.table();
  const auto id = bench.row(source, "a", R"("Kind": {"select": {"name": "Tiny"}})");
  const auto schema = bench.ok("GET", "/v1/data_sources/" + source);
  CHECK(text_at(schema, "/properties/Kind/select/options/2/name") == "Tiny");
  const auto other = bench.row(source, "b", R"("Kind": {"select": {"name": "TINY"}})");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + id), "/properties/Kind/select/id") ==
        text_at(bench.ok("GET", "/v1/pages/" + other), "/properties/Kind/select/id"));
  CHECK(bench.fail("PATCH", "/v1/pages/" + id,
                   R"({"properties": {"Kind": {"select": {"name": "a,b"}}}})") ==
        "400 validation_error: Invalid select option, commas not allowed: a,b");
}

TEST_CASE("workspace::update_page refuses bad values") {
  Bench bench;
  const auto source = bench.table();
  const auto path = "/v1/pages/" + bench.row(source, "a");
  const auto refuse = [&](const std::string& properties) {
    return bench.fail("PATCH", path, R"({"properties": {)" + properties + "}}");
  };
  CHECK(refuse(R"("Nope": {"number": 1})").ends_with("Nope is not a property that exists."));
  CHECK(refuse(R"("Count": {"checkbox": true})").ends_with("Count is expected to be number."));
  CHECK(refuse(R"("Count": {"number": "1"})")
            .contains("body.properties.Count.number should be a number"));
  CHECK(refuse(R"("Made": {"created_time": "2026-01-01"})").contains("computed"));
  CHECK(refuse(R"("Link": {"url": ""})").contains("body.properties.Link.url"));
  CHECK(refuse(R"("Text": {"rich_text": [{"text": {"content": ")" + std::string(2001, 'x') +
               R"("}}]})")
            .contains("rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`"));
  std::string many = R"({"text": {"content": "x"}})";
  for (int i = 0; i < 100; ++i) many += R"(,{"text": {"content": "x"}})";
  CHECK(
      refuse("\"Text\": {\"rich_text\": [" + many + "]}")
          .contains("body.properties.Text.rich_text.length should be ≤ `100`, instead was `101`"));
}

TEST_CASE("workspace::update_page trashes and restores") {
  Bench bench;
  const auto source = bench.table();
  const auto id = bench.row(source, "gone");
  bench.row(source, "here");
  bench.ok("PATCH", "/v1/pages/" + id, R"({"in_trash": true})");
  CHECK(bench.names(source, "{}") == "here");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + id), "/in_trash") == "true");
  CHECK(bench.fail("PATCH", "/v1/pages/" + id, R"({"icon": null})").contains("archived"));
  bench.ok("PATCH", "/v1/pages/" + id, R"({"in_trash": false})");
  CHECK(bench.names(source, "{}").size() == std::string("gone here").size());
}

TEST_CASE("workspace::update_page keeps long text in runs and merges equal ones") {
  Bench bench;
  const auto source = bench.table();
  const auto id = bench.row(source, "a", R"("Text": {"rich_text": [{"text": {"content": "one "}},
    {"text": {"content": "two"}}, {"text": {"content": "!"}, "annotations": {"bold": true}}]})");
  const auto row = bench.ok("GET", "/v1/pages/" + id);
  CHECK(text_at(row, "/properties/Text/rich_text/0/plain_text") == "one two");
  CHECK(text_at(row, "/properties/Text/rich_text/1/annotations/bold") == "true");
  const auto text = text_at(bench.ok("GET", "/v1/data_sources/" + source), "/properties/Text/id");
  const auto items = bench.ok("GET", "/v1/pages/" + id + "/properties/" + text + "?page_size=1");
  CHECK(text_at(items, "/results/0/rich_text/plain_text") == "one two");
  CHECK(text_at(items, "/has_more") == "true");
}

TEST_CASE("workspace::get hides from the bot what is not shared with it") {
  Bench bench;
  Node secret{.id = "11111111-1111-1111-1111-111111111111",
              .created_by = bench.person.id,
              .edited_by = bench.person.id,
              .title = "Diary"};
  secret.body["properties"] = json::object();
  bench.store.insert(secret);
  CHECK(bench.fail("GET", "/v1/pages/" + secret.id).starts_with("404 object_not_found"));
  CHECK(bench.ok("POST", "/v1/search", R"({"query": "diary"})").at("results").as_array().empty());
  bench.user = &bench.person;
  bench.ok("GET", "/v1/pages/" + secret.id);
}

}  // namespace storyreel::workspace
