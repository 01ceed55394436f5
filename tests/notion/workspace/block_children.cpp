#include <string>

#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

struct Page : Bench {
  std::string refused(const std::string& children) {
    return fail("PATCH", "/v1/blocks/" + studio + "/children",
                R"({"children": [)" + children + "]}");
  }
  json::object accepted(const std::string& children) {
    return ok("PATCH", "/v1/blocks/" + studio + "/children", R"({"children": [)" + children + "]}");
  }
};

/// A toggle with `inside` in it.
std::string toggle(const std::string& inside) {
  return R"({"toggle": {"rich_text": [], "children": [)" + inside + "]}}";
}

const std::string kParagraph = R"({"paragraph": {"rich_text": []}})";
const std::string kColumn = R"({"column": {"children": [)" + toggle(kParagraph) + "]}}";

}  // namespace

TEST_CASE("workspace::append_children takes two levels below a block, and columns as none") {
  Page page;
  page.accepted(toggle(toggle(kParagraph)));
  CHECK(
      page.refused(toggle(toggle(toggle(kParagraph)))).contains("children should be not present"));
  page.accepted(R"({"column_list": {"children": [)" + kColumn + "," + kColumn + "]}}");
}

TEST_CASE("workspace::check_place keeps blocks to what may stand in what") {
  Page page;
  CHECK(page.refused(R"({"table_row": {"cells": []}})").contains("cannot stand in a page"));
  CHECK(page.refused(kColumn).contains("cannot stand in a page"));
  CHECK(page.refused(R"({"divider": {"children": [)" + kParagraph + "]}}").starts_with("400"));
  const std::string row = R"({"table_row": {"cells": [[]]}})";
  CHECK(page.refused(R"({"table": {"table_width": 2, "children": [)" + row + "]}}")
            .contains("must match the table width"));
  page.accepted(R"({"table": {"table_width": 1, "children": [)" + row + "]}}");
}

TEST_CASE("workspace::check_children wants what a table, columns and a tab cannot be without") {
  Page page;
  CHECK(page.refused(R"({"table": {"table_width": 2, "children": []}})").contains("≥ `1`"));
  CHECK(page.refused(R"({"table": {"table_width": 2, "children": 7}})").starts_with("400"));
  CHECK(page.refused(R"({"column_list": {"children": [)" + kColumn + "]}}").contains("≥ `2`"));
  CHECK(page.refused(R"({"tab": {}})").contains("body.children[0].tab.children should be defined"));
}

TEST_CASE("workspace::read_mention tells what it mentions, and refuses what it cannot see") {
  Page page;
  const auto mention = [](const std::string& what) {
    return R"({"paragraph": {"rich_text": [{"mention": )" + what + "}]}}";
  };
  const auto shown = page.accepted(mention(R"({"page": {"id": ")" + page.studio + "\"}}"));
  CHECK(text_at(shown, "/results/0/paragraph/rich_text/0/plain_text") == "Studio");
  CHECK(page.refused(mention(R"({"page": {"id": "00000000-0000-4000-8000-000000000000"}})"))
            .starts_with("404"));
  CHECK(page.refused(mention(R"({"user": {"id": 7}})")).starts_with("400"));
  CHECK(page.refused(mention(R"({"date": {"start": "soon"}})")).starts_with("400"));
  CHECK(page.refused(mention("{}")).starts_with("400"));
}

}  // namespace storyreel::workspace
