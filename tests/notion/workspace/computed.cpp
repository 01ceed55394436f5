#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

struct Schema : Bench {
  Schema() : source(table()), path("/v1/data_sources/" + source) {}

  static std::string body(const std::string& properties) {
    return R"({"properties": {)" + properties + "}}";
  }
  json::object change(const std::string& properties) {
    return ok("PATCH", path, body(properties)).at("properties").as_object();
  }
  std::string refuse(const std::string& properties) {
    return fail("PATCH", path, body(properties));
  }
  std::string value(const std::string& page, const std::string& pointer) {
    return text_at(ok("GET", "/v1/pages/" + page), "/properties/" + pointer);
  }

  std::string source, path;
};

}  // namespace

TEST_CASE("workspace::begin_unique_id counts up and never gives a number twice") {
  Schema schema;
  const auto first = schema.row(schema.source, "a");
  schema.time += std::chrono::minutes(1);
  const auto second = schema.row(schema.source, "b");
  schema.ok("PATCH", "/v1/pages/" + first, R"({"in_trash": true})");
  const auto shown = schema.change(R"("ID": {"unique_id": {"prefix": "TASK"}})");
  CHECK(text_at(shown, "/ID/unique_id") == R"({"prefix":"TASK"})");
  CHECK(schema.value(first, "ID/unique_id") == R"({"prefix":"TASK","number":1})");
  CHECK(schema.value(second, "ID/unique_id/number") == "2");
  const auto third = schema.row(schema.source, "c");
  CHECK(schema.value(third, "ID/unique_id/number") == "3");
  schema.ok("PATCH", "/v1/pages/" + third, R"({"in_trash": true})");
  schema.change(R"("ID": {"unique_id": {"prefix": null}})");
  CHECK(schema.value(schema.row(schema.source, "d"), "ID/unique_id") ==
        R"({"prefix":null,"number":4})");
  CHECK(schema
            .fail("PATCH", "/v1/pages/" + second,
                  R"({"properties": {"ID": {"unique_id": {"number": 9}}}})")
            .contains("computed"));
  CHECK(schema.refuse(R"("Other": {"unique_id": {"prefix": "no way"}})").contains("prefix"));
}

TEST_CASE("workspace::configure_rollup keeps what is rolled up, by names or ids") {
  Schema schema;
  const auto link = R"("Link": {"relation": {"data_source_id": ")" + schema.source +
                    R"(", "single_property": {}}})";
  const auto shown = schema.change(R"("Sum": {"rollup": {"function": "sum",
      "relation_property_name": "Link", "rollup_property_name": "Count"}}, )" +
                                   link);
  CHECK(text_at(shown, "/Sum/rollup/relation_property_id") == text_at(shown, "/Link/id"));
  CHECK(text_at(shown, "/Sum/rollup/rollup_property_id") == text_at(shown, "/Count/id"));
  const auto renamed = schema.change(R"("Link": {"name": "Edge"}, "Count": {"name": "Amount"})");
  CHECK(text_at(renamed, "/Sum/rollup/relation_property_name") == "Edge");
  CHECK(text_at(renamed, "/Sum/rollup/rollup_property_name") == "Amount");
  const auto row = schema.row(schema.source, "a");
  CHECK(schema.value(row, "Sum/rollup") ==
        R"({"type":"unsupported","unsupported":{},"function":"sum"})");
  const auto refuse = [&](const std::string& rollup) {
    return schema.refuse(R"("New": {"rollup": )" + rollup + "}");
  };
  CHECK(refuse(R"({"function": "guess", "relation_property_name": "Edge",
                   "rollup_property_name": "Amount"})")
            .contains("rollup.function should be a rollup function"));
  CHECK(refuse(R"({"function": "sum", "relation_property_name": "Nope",
                   "rollup_property_name": "Amount"})")
            .contains("Nope is not a property that exists."));
  CHECK(refuse(R"({"function": "sum", "relation_property_name": "Edge",
                   "rollup_property_id": "nope"})")
            .contains("nope is not a property that exists."));
  CHECK(refuse(R"({"function": "sum", "relation_property_name": "Amount",
                   "rollup_property_name": "Amount"})")
            .contains("Amount is expected to be relation."));
}

TEST_CASE("workspace::configure_formula keeps the expression; values read as unsupported") {
  Schema schema;
  const auto shown = schema.change(R"("F": {"formula": {"expression": "1 + 1"}})");
  CHECK(text_at(shown, "/F/formula/expression") == "1 + 1");
  const auto row = schema.row(schema.source, "a");
  CHECK(schema.value(row, "F/formula") == R"({"type":"unsupported","unsupported":{}})");
  CHECK(schema
            .fail("PATCH", "/v1/pages/" + row,
                  R"({"properties": {"F": {"formula": {"string": "x"}}}})")
            .contains("computed"));
}

TEST_CASE("workspace::configure_status leaves options in their groups") {
  Schema schema;
  schema.change(R"("State": {"status": {"options": [{"name": "New"},
      {"name": "Busy", "group": "In progress"}, {"name": "Over", "group": "Complete"}]}})");
  const auto row = schema.row(schema.source, "a", R"("State": {"status": {"name": "new"}})");
  CHECK(schema.value(row, "State/status/name") == "New");
  const auto shown =
      schema.change(R"("State": {"status": {"options": [{"name": "Over"}, {"name": "Busy"}]}})");
  CHECK(text_at(shown, "/State/status/groups/2/option_ids/0") ==
        text_at(shown, "/State/status/options/0/id"));
  CHECK(text_at(shown, "/State/status/groups/0/option_ids") == "[]");
  CHECK(schema.value(row, "State/status") == "null");
  CHECK(schema.refuse(R"("State": {"status": {"options": [{"name": "X", "group": "Later"}]}})")
            .contains("options[0].group"));
  CHECK(schema.refuse(R"("Kind": {"select": {"options": [{"name": "X", "group": "To-do"}]}})")
            .contains("options[0].group should be not present"));
}

TEST_CASE("workspace::convert_values keeps what makes sense as the new type") {
  Schema schema;
  const auto row = schema.row(schema.source, "a", R"(
      "Text": {"rich_text": [{"text": {"content": "4.5"}}]}, "Kind": {"select": {"name": "Big"}},
      "Count": {"number": 3}, "Link": {"url": "http://x"})");
  const auto big = schema.value(row, "Kind/select/id");
  schema.change(R"("Text": {"number": {}}, "Kind": {"multi_select": {}},
                   "Count": {"select": {}}, "Link": {"rich_text": {}})");
  CHECK(schema.value(row, "Text/number") == "4.5E0");
  CHECK(schema.value(row, "Kind/multi_select/0/id") == big);
  CHECK(schema.value(row, "Kind/multi_select/0/color") == "red");
  CHECK(schema.value(row, "Count/select/name") == "3");
  CHECK(schema.value(row, "Link/rich_text/0/plain_text") == "http://x");
  schema.change(R"("Kind": {"files": {}}, "Link": {"number": {}})");
  CHECK(schema.value(row, "Kind/files") == "[]");
  CHECK(schema.value(row, "Link/number") == "null");
  schema.change(R"("Kind": {"select": {}})");
  CHECK(schema.value(row, "Kind/select") == "null");
}

TEST_CASE("workspace::change_schema refuses what Notion refuses") {
  Schema schema;
  const std::pair<const char*, const char*> kRefused[] = {
      {R"("New": {"number": {}, "url": {}})", "New.url should be not present"},
      {R"("New": {"type": "url", "number": {}})", "New.type should be `\"number\"`"},
      {R"("New": {"number": {"format": "gold"}})", "format should be a number format"},
      {R"("New": {"button": {}})", "button cannot be created"},
      {R"("New": {"verification": {}})", "verification cannot be created"},
      {R"("New": {"magic": {}})", "New.magic should be not present"},
      {R"("New": {"name": "Else"})", "New is not a property that exists."},
      {R"("New": {})", "body.properties.New should be a property with a type"},
      {R"("New": {"title": {}})", "second title"},
      {R"("New": {"number": {}, "description": 5})", "New.description should be a string"},
      {R"("Name": {"number": {}})", "type of the title"},
      {R"("Kind": {"select": {"options": [{"name": "a"}, {"name": "A"}]}})", "duplicate names"},
      {R"("Kind": {"select": {"options": [{"name": "a", "color": "plaid"}]}})", "a color"},
  };
  for (const auto& [properties, why] : kRefused) {
    CAPTURE(properties);
    CHECK(schema.refuse(properties).contains(why));
  }
  CHECK(schema.change(R"("Price": {"number": {"format": "yen"}, "description": "Net"})")
            .at("Price")
            .at("description") == "Net");
}

TEST_CASE("workspace::change_schema forgets values with their property") {
  Schema schema;
  const auto row = schema.row(schema.source, "a", R"("Count": {"number": 3})");
  const auto id = text_at(schema.ok("GET", schema.path), "/properties/Count/id");
  schema.change(R"("Count": null)");
  const auto again = schema.change(R"("Count": {"number": {}})");
  CHECK(text_at(again, "/Count/id") != id);
  CHECK(schema.value(row, "Count/number") == "null");
}

TEST_CASE("workspace::update_database moves no database into itself") {
  Schema schema;
  const auto row = schema.row(schema.source, "a");
  const auto database = text_at(schema.ok("GET", schema.path), "/parent/database_id");
  CHECK(schema
            .fail("PATCH", "/v1/databases/" + database,
                  R"({"parent": {"type": "page_id", "page_id": ")" + row + "\"}}")
            .contains("into itself"));
}

TEST_CASE("workspace::show_user tells bots of a workspace that is not the bot") {
  Bench bench;
  const auto me = bench.ok("GET", "/v1/users/me");
  const auto workspace = text_at(me, "/bot/workspace_id");
  CHECK(workspace.size() == 36);
  CHECK(workspace != bench.bot.id);
  CHECK(text_at(bench.ok("GET", "/v1/users/me"), "/bot/workspace_id") == workspace);
}

}  // namespace storyreel::workspace
