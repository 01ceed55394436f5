#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

constexpr auto kByName = R"({"sorts": [{"property": "Name", "direction": "ascending"}]})";

std::string page_below(Bench& bench, const std::string& parent, const std::string& name) {
  return text_at(
      bench.ok("POST", "/v1/pages",
               R"({"parent": {"page_id": ")" + parent +
                   R"("}, "properties": {"title": [{"text": {"content": ")" + name + R"("}}]}})"),
      "/id");
}

void hide_from_bot(Bench& bench, const std::string& id) {
  bench.store.share(bench.bot.id, id, false);
}

std::string comment_on(Bench& bench, const std::string& page, const std::string& words) {
  const auto comment =
      bench.ok("POST", "/v1/comments",
               R"({"parent": {"page_id": ")" + page + R"("}, "rich_text": [)" + words + "]}");
  return text_at(comment, "/id");
}

}  // namespace

TEST_CASE("workspace::query_data_source leaves out rows that were taken away") {
  Bench bench;
  const auto source = bench.table();
  bench.row(source, "a");
  hide_from_bot(bench, bench.row(source, "secret"));
  CHECK(bench.names(source, kByName) == "a");
  bench.user = &bench.person;
  CHECK(bench.names(source, kByName) == "a secret");
}

TEST_CASE("workspace::list_children and markdown leave out pages that were taken away") {
  Bench bench;
  page_below(bench, bench.studio, "open");
  hide_from_bot(bench, page_below(bench, bench.studio, "secret"));
  const auto text = [&] {
    return json::serialize(bench.ok("GET", "/v1/blocks/" + bench.studio + "/children")) +
           json::serialize(bench.ok("GET", "/v1/pages/" + bench.studio + "/markdown"));
  };
  CHECK_FALSE(text().contains("secret"));
  CHECK(text().contains("open"));
  bench.user = &bench.person;
  CHECK(text().contains("secret"));
}

TEST_CASE("workspace::list_children shows no more of a synced block than its original does") {
  Bench bench;
  const auto hidden = page_below(bench, bench.studio, "hidden");
  const auto synced = [&](const std::string& page, const std::string& content) {
    return text_at(bench.ok("PATCH", "/v1/blocks/" + page + "/children",
                            R"({"children": [{"synced_block": )" + content + "}]}"),
                   "/results/0/id");
  };
  const auto original = synced(
      hidden,
      R"({"synced_from": null, "children": [{"paragraph": {"rich_text": [{"text": {"content": "secret"}}]}}]})");
  const auto copy = synced(bench.studio, R"({"synced_from": {"block_id": ")" + original + R"("}})");
  const auto path = "/v1/blocks/" + copy + "/children";
  CHECK(json::serialize(bench.ok("GET", path)).contains("secret"));
  hide_from_bot(bench, hidden);
  CHECK_FALSE(json::serialize(bench.ok("GET", path)).contains("secret"));
}

TEST_CASE("workspace::comments name no page that is not shared with the reader") {
  Bench bench;
  const auto hidden = page_below(bench, bench.studio, "secret");
  hide_from_bot(bench, hidden);
  bench.user = &bench.person;
  const auto comment =
      comment_on(bench, bench.studio, R"({"mention": {"page": {"id": ")" + hidden + R"("}}})");
  CHECK(json::serialize(bench.ok("GET", "/v1/comments/" + comment)).contains("secret"));
  bench.user = &bench.bot;
  CHECK_FALSE(json::serialize(bench.ok("GET", "/v1/comments/" + comment)).contains("secret"));
}

TEST_CASE("workspace::slice goes on only with the list it began") {
  Bench bench;
  const auto one = page_below(bench, bench.studio, "one");
  const auto two = page_below(bench, bench.studio, "two");
  for (const auto* words : {"first", "second"})
    comment_on(bench, one, R"({"text": {"content": ")" + std::string(words) + R"("}})");
  const auto list = [](const std::string& page) {
    return "/v1/comments?page_size=1&block_id=" + page;
  };
  const auto cursor = "&start_cursor=" + text_at(bench.ok("GET", list(one)), "/next_cursor");
  CHECK(json::serialize(bench.ok("GET", list(one) + cursor)).contains("second"));
  CHECK(bench.fail("GET", list(two) + cursor).contains("start_cursor provided is invalid"));
  CHECK(bench.fail("GET", "/v1/users?x=" + cursor).contains("start_cursor provided is invalid"));
}

TEST_CASE("workspace::slice shows nothing that was taken away or moved since its first page") {
  Bench bench;
  const auto source = bench.table();
  const auto other = bench.table();
  const auto a = bench.row(source, "a");
  const auto b = bench.row(source, "b");
  const auto path = "/v1/data_sources/" + source + "/query";
  const std::string sorts = R"("sorts": [{"property": "Name", "direction": "ascending"}])";
  const auto first = bench.ok("POST", path, "{" + sorts + R"(, "page_size": 1})");
  const auto found = bench.ok("POST", "/v1/search", R"({"page_size": 1})");
  bench.ok("POST", "/v1/pages/" + b + "/move",
           R"({"parent": {"data_source_id": ")" + other + R"("}})");
  hide_from_bot(bench, a);
  const auto next =
      bench.ok("POST", path,
               "{" + sorts + R"(, "start_cursor": ")" + text_at(first, "/next_cursor") + "\"}");
  CHECK(next.at("results").as_array().empty());
  const auto rest = bench.ok("POST", "/v1/search",
                             R"({"start_cursor": ")" + text_at(found, "/next_cursor") + "\"}");
  CHECK_FALSE(json::serialize(rest).contains(a));
}

TEST_CASE("workspace::search says of what stands in the trash that it is there") {
  Bench bench;
  const auto outer = page_below(bench, bench.studio, "outer");
  page_below(bench, outer, "inner");
  bench.ok("PATCH", "/v1/pages/" + outer, R"({"in_trash": true})");
  const auto found =
      bench.ok("POST", "/v1/search", R"({"query": "inner", "filter": {"in_trash": true}})");
  CHECK(text_at(found, "/results/0/in_trash") == "true");
}

TEST_CASE("workspace::read_block links to no page or database that is not shared") {
  Bench bench;
  const auto hidden = page_below(bench, bench.studio, "hidden");
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto link =
      R"({"children": [{"link_to_page": {"type": "page_id", "page_id": ")" + hidden + R"("}}]})";
  bench.ok("PATCH", path, link);
  hide_from_bot(bench, hidden);
  CHECK(bench.fail("PATCH", path, link).starts_with("404 object_not_found"));
}

TEST_CASE("workspace::configure_rollup tells nothing of a data source that is not shared") {
  Bench bench;
  const auto source = bench.table();
  const auto other = bench.table();
  const auto path = "/v1/data_sources/" + source;
  bench.ok("PATCH", path,
           R"({"properties": {"R": {"relation": {"data_source_id": ")" + other +
               R"(", "single_property": {}}}}})");
  hide_from_bot(bench, other);
  for (const std::string name : {"Name", "Nope"})
    CHECK(bench
              .fail("PATCH", path,
                    R"({"properties": {"Y": {"rollup": {"function": "count",
                        "relation_property_name": "R", "rollup_property_name": ")" +
                        name + R"("}}}})")
              .starts_with("404 object_not_found"));
}

}  // namespace storyreel::workspace
