#include "notion/workspace/rich_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "notion/workspace/file_uploads.hpp"
#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

json::array read(std::string_view text) {
  Bench bench;
  auto call = bench.call();
  return read_rich_text(call, json::parse(text), "body.title");
}

std::string refusal(std::string_view text) {
  try {
    read(text);
  } catch (const ApiError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("workspace::read_rich_text fills in what Notion shows") {
  const auto runs = read(R"([{"text": {"content": "a", "link": {"url": "http://x"}}}])");
  const auto& run = runs.at(0).as_object();
  CHECK(run.at("type") == "text");
  CHECK(run.at("plain_text") == "a");
  CHECK(run.at("href") == "http://x");
  CHECK(run.at("annotations").at("color") == "default");
  CHECK(run.at("text").at("link").at("url") == "http://x");
}

TEST_CASE("workspace::read_rich_text merges runs that look alike and drops empty ones") {
  const auto runs = read(R"([{"text": {"content": "a"}}, {"text": {"content": ""}},
    {"text": {"content": "b"}}, {"text": {"content": "c"}, "annotations": {"code": true}},
    {"equation": {"expression": "x^2"}}, {"equation": {"expression": "y"}}])");
  CHECK(runs.size() == 4);
  CHECK(plain_text(runs) == "abcx^2y");
  CHECK(read(json::serialize(runs)) == runs);
}

TEST_CASE("workspace::read_rich_text refuses what Notion refuses") {
  CHECK(refusal(R"({"text": {}})").contains("body.title should be an array"));
  CHECK(refusal(R"([{"text": {"content": 5}}])").contains("body.title[0].text.content"));
  CHECK(refusal(R"([{"text": {"content": "a"}, "bold": true}])")
            .contains("title[0].bold should be not"));
  CHECK(refusal(R"([{"annotations": {}}])").contains("body.title[0].text should be defined"));
  CHECK(refusal(R"([{"text": {"content": "a"}, "annotations": {"big": true}}])").contains("big"));
  for (const std::string url : {"", "not a url", "http://a b"})
    CHECK(refusal(R"([{"text": {"content": "a", "link": {"url": ")" + url + "\"}}}]")
              .contains("a valid URL"));
  for (const std::string url : {"https://x.example/?q=1", "mailto:a@x.example", "/abcd"})
    CHECK(refusal(R"([{"text": {"content": "a", "link": {"url": ")" + url + "\"}}}]").empty());
  CHECK(refusal(R"([{"equation": {"expression": ")" + std::string(1001, 'x') + "\"}}]")
            .contains("expression.length should be ≤ `1000`"));
}

TEST_CASE("workspace::read_icon and read_cover take links; only icons take emoji") {
  Bench bench;
  auto call = bench.call();
  const auto emoji = json::parse(R"({"emoji": "🎬"})");
  const auto link = json::parse(R"({"type": "external", "external": {"url": "http://x"}})");
  CHECK(read_icon(call, emoji, "body.icon").at("type") == "emoji");
  CHECK(read_cover(call, link, "body.cover").at("external").at("url") == "http://x");
  CHECK(read_cover(call, nullptr, "body.cover").is_null());
  CHECK_THROWS_AS(read_cover(call, emoji, "body.cover"), ApiError);
}

}  // namespace storyreel::workspace
