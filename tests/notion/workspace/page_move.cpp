#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

std::string page_below(Bench& bench, const std::string& parent, const std::string& name,
                       const std::string& more = "") {
  const auto page = bench.ok("POST", "/v1/pages",
                             R"({"parent": {"page_id": ")" + parent +
                                 R"("}, "properties": {"title": [{"text": {"content": ")" + name +
                                 R"("}}]})" + more + "}");
  return text_at(page, "/id");
}

std::string move_to(const std::string& key, const std::string& id) {
  return R"({"parent": {")" + key + R"(": ")" + id + R"("}})";
}

}  // namespace

TEST_CASE("workspace::move_page keeps what fits the new data source") {
  Bench bench;
  const auto source = bench.table();
  const auto other = bench.table();
  const auto id =
      bench.row(source, "r", R"("Count": {"number": 7}, "Kind": {"select": {"name": "New"}})");
  const auto moved =
      bench.ok("POST", "/v1/pages/" + id + "/move", move_to("data_source_id", other));
  CHECK(text_at(moved, "/parent/data_source_id") == other);
  CHECK(text_at(moved, "/properties/Count/number") == "7");
  CHECK(text_at(moved, "/properties/Kind/select/name") == "New");
  CHECK(bench.names(source, "{}").empty());
  const auto out = bench.ok("POST", "/v1/pages/" + id + "/move", move_to("page_id", bench.studio));
  CHECK(out.at("properties").as_object().size() == 1);
  CHECK(text_at(out, "/properties/title/title/0/plain_text") == "r");
}

TEST_CASE("workspace::move_page to where the page stands keeps all its values") {
  Bench bench;
  const auto source = bench.table();
  bench.ok("PATCH", "/v1/data_sources/" + source,
           R"({"properties": {"No": {"unique_id": {}}, "State": {"status": {}}}})");
  const auto id = bench.row(source, "r", R"("State": {"status": {"name": "Done"}})");
  const auto moved =
      bench.ok("POST", "/v1/pages/" + id + "/move", move_to("data_source_id", source));
  CHECK(text_at(moved, "/properties/No/unique_id/number") == "1");
  CHECK(text_at(moved, "/properties/State/status/name") == "Done");
}

TEST_CASE("workspace::move_page refuses a place inside the page, and other keys") {
  Bench bench;
  const auto outer = page_below(bench, bench.studio, "outer");
  const auto inner = page_below(bench, outer, "inner");
  const auto path = "/v1/pages/" + outer + "/move";
  CHECK(bench.fail("POST", path, move_to("page_id", inner)).contains("below itself"));
  CHECK(bench.fail("POST", path, move_to("page_id", outer)).contains("below itself"));
  CHECK(bench.fail("POST", path, move_to("database_id", inner)).contains("not present"));
}

TEST_CASE("workspace::create_page stands where position says") {
  Bench bench;
  page_below(bench, bench.studio, "b");
  page_below(bench, bench.studio, "a", R"(, "position": {"type": "page_start"})");
  page_below(bench, bench.studio, "c", R"(, "position": {"type": "page_end"})");
  const auto list = bench.ok("GET", "/v1/blocks/" + bench.studio + "/children");
  for (const auto* each : {"a", "b", "c"})
    CHECK(text_at(list, "/results/" + std::to_string(*each - 'a') + "/child_page/title") == each);
}

TEST_CASE("workspace::create_page knows no templates, and one content") {
  Bench bench;
  const auto refuse = [&](const std::string& more) {
    return bench.fail("POST", "/v1/pages",
                      R"({"parent": {"page_id": ")" + bench.studio + "\"}, " + more + "}");
  };
  CHECK(refuse(R"("template": {"type": "default"})").starts_with("400"));
  CHECK(refuse(R"("template": {"type": "template_id", "template_id": ")" + bench.studio + "\"}")
            .starts_with("404"));
  CHECK(refuse(R"("children": [], "markdown": "x")").contains("body.markdown"));
  CHECK(refuse(R"("children": [], "content": [])").contains("body.content"));
  page_below(bench, bench.studio, "x", R"(, "template": {"type": "none"})");
}

TEST_CASE("workspace::create_page at the top of the workspace is for persons") {
  Bench bench;
  const std::string body = R"({"parent": {"workspace": true}, "markdown": "# Mine\ntext"})";
  CHECK(bench.fail("POST", "/v1/pages", body).starts_with("400"));
  bench.user = &bench.person;
  const auto page = bench.ok("POST", "/v1/pages", body);
  CHECK(text_at(page, "/parent/workspace") == "true");
  CHECK(text_at(page, "/properties/title/title/0/plain_text") == "Mine");
  bench.user = &bench.bot;
  CHECK(bench.fail("GET", "/v1/pages/" + text_at(page, "/id")).starts_with("404"));
}

TEST_CASE("workspace::show_page is in the trash with what it stands in") {
  Bench bench;
  const auto outer = page_below(bench, bench.studio, "outer");
  const auto inner = page_below(bench, outer, "inner");
  bench.ok("PATCH", "/v1/pages/" + outer, R"({"in_trash": true})");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + inner), "/in_trash") == "true");
  bench.ok("PATCH", "/v1/pages/" + outer, R"({"in_trash": false})");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + inner), "/in_trash") == "false");
}

}  // namespace storyreel::workspace
