#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

std::string paragraph(const std::string& text) {
  return R"({"paragraph": {"rich_text": [{"text": {"content": ")" + text + R"("}}]}})";
}

std::string texts(Bench& bench, const std::string& parent) {
  std::string all;
  const auto list = bench.ok("GET", "/v1/blocks/" + parent + "/children");
  for (const auto& each : list.at("results").as_array())
    all += text_at(each.as_object(), "/paragraph/rich_text/0/plain_text");
  return all;
}

}  // namespace

TEST_CASE("workspace::append_children puts blocks at the end, the start or after one") {
  Bench bench;
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto added =
      bench.ok("PATCH", path, "{\"children\": [" + paragraph("a") + "," + paragraph("b") + "]}");
  CHECK(added.at("results").as_array().size() == 2);
  const auto first = text_at(added, "/results/0/id");
  bench.ok("PATCH", path,
           "{\"children\": [" + paragraph("z") + R"(], "position": {"type": "start"}})");
  bench.ok("PATCH", path,
           "{\"children\": [" + paragraph("1") + "," + paragraph("2") +
               R"(], "position": {"type": "after_block", "after_block": {"id": ")" + first +
               "\"}}}");
  CHECK(texts(bench, bench.studio) == "za12b");
  bench.version = "2025-09-03";
  bench.ok("PATCH", path, "{\"children\": [" + paragraph("x") + R"(], "after": ")" + first + "\"}");
  CHECK(texts(bench, bench.studio) == "zax12b");
}

TEST_CASE("workspace::append_children nests twice and checks what it gets") {
  Bench bench;
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto toggle = [](const std::string& children) {
    return R"({"toggle": {"rich_text": [], "children": [)" + children + "]}}";
  };
  const auto list = bench.ok("PATCH", path, "{\"children\": [" + toggle(paragraph("in")) + "]}");
  CHECK(text_at(list, "/results/0/has_children") == "true");
  CHECK(texts(bench, text_at(list, "/results/0/id")) == "in");
  CHECK(bench.fail("PATCH", path, "{\"children\": [" + toggle(toggle(toggle(""))) + "]}")
            .contains("children should be not present"));
  CHECK(bench.fail("PATCH", path, R"({"children": [{"child_page": {"title": "x"}}]})")
            .contains("body.children[0].child_page should be not present"));
  CHECK(bench.fail("PATCH", path, R"({"children": [{"image": {}}]})")
            .contains("body.children[0].image.external should be defined"));
  CHECK(bench.fail("PATCH", path, R"({"children": [{"divider": {"color": "red"}}]})")
            .contains("divider.color should be not present"));
  CHECK(texts(bench, text_at(list, "/results/0/id")) == "in");
}

TEST_CASE("workspace::update_block changes text, delete_block trashes") {
  Bench bench;
  const auto children = "/v1/blocks/" + bench.studio + "/children";
  const auto id = text_at(bench.ok("PATCH", children, "{\"children\": [" + paragraph("a") + "]}"),
                          "/results/0/id");
  bench.time += std::chrono::minutes(3);
  bench.user = &bench.person;
  bench.ok("PATCH", "/v1/blocks/" + id, paragraph("b"));
  CHECK(texts(bench, bench.studio) == "b");
  const auto page = bench.ok("GET", "/v1/pages/" + bench.studio);
  CHECK(text_at(page, "/last_edited_time") == "2026-11-21T08:33:00.000Z");
  CHECK(bench.fail("PATCH", "/v1/blocks/" + id, R"({"quote": {"rich_text": []}})")
            .contains("body.quote"));
  CHECK(text_at(bench.ok("DELETE", "/v1/blocks/" + id), "/in_trash") == "true");
  CHECK(texts(bench, bench.studio) == "");
  bench.ok("PATCH", "/v1/blocks/" + id, R"({"in_trash": false})");
  CHECK(texts(bench, bench.studio) == "b");
}

TEST_CASE("workspace::list_children pages and shows child pages") {
  Bench bench;
  const auto page = bench.ok(
      "POST", "/v1/pages",
      R"({"parent": {"page_id": ")" + bench.studio +
          R"("}, "properties": {"title": [{"text": {"content": "Inner"}}]}, "children": [)" +
          paragraph("a") + "," + paragraph("b") + "," + paragraph("c") + "]}");
  const auto id = text_at(page, "/id");
  const auto path = "/v1/blocks/" + id + "/children?page_size=2";
  const auto first = bench.ok("GET", path);
  CHECK(text_at(first, "/has_more") == "true");
  const auto second = bench.ok("GET", path + "&start_cursor=" + text_at(first, "/next_cursor"));
  CHECK(text_at(second, "/results/0/paragraph/rich_text/0/plain_text") == "c");
  const auto top = bench.ok("GET", "/v1/blocks/" + bench.studio + "/children");
  CHECK(text_at(top, "/results/0/child_page/title") == "Inner");
  CHECK(text_at(bench.ok("GET", "/v1/blocks/" + id), "/type") == "child_page");
}

TEST_CASE("workspace::append_children fills only what can hold blocks") {
  Bench bench;
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto add = [&](const std::string& block) {
    return text_at(bench.ok("PATCH", path, "{\"children\": [" + block + "]}"), "/results/0/id");
  };
  const auto plain = add(R"({"heading_1": {"rich_text": []}})");
  const auto open = add(R"({"heading_1": {"rich_text": [], "is_toggleable": true}})");
  const auto body = "{\"children\": [" + paragraph("x") + "]}";
  CHECK(bench.fail("PATCH", "/v1/blocks/" + plain + "/children", body).starts_with("400"));
  bench.ok("PATCH", "/v1/blocks/" + open + "/children", body);
  CHECK(bench.fail("PATCH", "/v1/blocks/" + open, R"({"heading_1": {"is_toggleable": false}})")
            .contains("is_toggleable"));
}

TEST_CASE("workspace::list_children of a synced block are its original's") {
  Bench bench;
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto origin =
      text_at(bench.ok("PATCH", path,
                       R"({"children": [{"synced_block": {"synced_from": null, "children": [)" +
                           paragraph("shared") + "]}}]}"),
              "/results/0/id");
  const auto copy = bench.ok(
      "PATCH", path,
      R"({"children": [{"synced_block": {"synced_from": {"block_id": ")" + origin + "\"}}}]}");
  CHECK(text_at(copy, "/results/0/has_children") == "true");
  CHECK(texts(bench, text_at(copy, "/results/0/id")) == "shared");
}

TEST_CASE("workspace::update_block keeps a table's width") {
  Bench bench;
  const auto path = "/v1/blocks/" + bench.studio + "/children";
  const auto table = text_at(bench.ok("PATCH", path, R"({"children": [{"table": {"table_width": 2,
    "children": [{"table_row": {"cells": [[], []]}}]}}]})"),
                             "/results/0/id");
  const auto row = text_at(bench.ok("GET", "/v1/blocks/" + table + "/children"), "/results/0/id");
  CHECK(bench.fail("PATCH", "/v1/blocks/" + row, R"({"table_row": {"cells": [[]]}})")
            .contains("table width"));
  CHECK(bench.fail("PATCH", "/v1/blocks/" + table, R"({"table": {"table_width": 3}})")
            .contains("table_width"));
  bench.ok("PATCH", "/v1/blocks/" + table, R"({"table": {"has_column_header": true}})");
}

}  // namespace storyreel::workspace
