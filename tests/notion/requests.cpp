#include "notion/requests.hpp"

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace storyreel::notion;
namespace json = boost::json;

namespace {

std::string text(const json::value& value) {
  return json::serialize(value);
}

std::size_t runs(const std::string& content) {
  return rich_text(content).size();
}

}  // namespace

TEST_CASE("notion::rich_text splits at 2,000 UTF-16 units, on characters") {
  CHECK(runs("") == 0);
  CHECK(runs(std::string(2000, 'a')) == 1);
  CHECK(runs(std::string(2001, 'a')) == 2);
  std::string emoji;
  for (int i = 0; i < 1001; ++i) emoji += "\xF0\x9F\x8E\xAC";
  const auto split = rich_text("a" + emoji);
  REQUIRE(split.size() == 2);
  CHECK(split[0].at("text").at("content").as_string().size() == 1 + 999 * 4);
}

TEST_CASE("notion::fitted keeps what Notion can hold") {
  CHECK(fitted(Type::rich_text, std::string(300'000, 'a')).size() == 200'000);
  CHECK(fitted(Type::rich_text, "a\xFF") == "a\xEF\xBF\xBD");
  CHECK(fitted(Type::multi_select, "one, two\nthree") == "one two\nthree");
  CHECK(fitted(Type::multi_select, "Sea\nsea\nred,sky\n,\nRed sky\nÉTÉ\nété") ==
        "Sea\nred sky\nÉTÉ");
  CHECK(fitted(Type::number, "12") == "12");
}

TEST_CASE("notion::same_value knows options without their case") {
  CHECK(same_value(Type::multi_select, "sea\nété", "Sea\nÉTÉ"));
  CHECK(same_value(Type::select, "en", "EN"));
  CHECK_FALSE(same_value(Type::multi_select, "sea", "see"));
  CHECK_FALSE(same_value(Type::rich_text, "sea", "Sea"));
}

TEST_CASE("notion::property_value says each type as Notion wants it") {
  const Ids ids{{"Status/Complete", "xyz"}};
  struct Case {
    Type type;
    const char* shown;
    const char* wanted;
  };
  const Case cases[]{
      {Type::title, "", R"({"title":[]})"},
      {Type::number, "12", R"({"number":1.2E1})"},
      {Type::number, "", R"({"number":null})"},
      {Type::select, "Complete", R"({"select":{"id":"xyz"}})"},
      {Type::select, "Pending", R"({"select":{"name":"Pending"}})"},
      {Type::select, "", R"({"select":null})"},
      {Type::multi_select, "a\nb", R"({"multi_select":[{"name":"a"},{"name":"b"}]})"},
      {Type::checkbox, "true", R"({"checkbox":true})"},
      {Type::checkbox, "", R"({"checkbox":false})"},
      {Type::url, "", R"({"url":null})"},
      {Type::date, "2026-11-21", R"({"date":{"start":"2026-11-21"}})"},
      {Type::files, "http://h/m/a.jpg",
       R"({"files":[{"name":"a.jpg","type":"external","external":{"url":"http://h/m/a.jpg"}}]})"},
      {Type::files, "", R"({"files":[]})"},
      {Type::cover, "http://h/m/a.jpg",
       R"({"cover":{"type":"external","external":{"url":"http://h/m/a.jpg"}}})"},
      {Type::cover, "", R"({"cover":null})"},
  };
  for (const auto& one : cases) {
    CHECK(text(property_value(one.type, "Status", one.shown, ids)) == one.wanted);
  }
}

TEST_CASE("notion::property_value shows files that were uploaded by their uploads") {
  const Ids ids{{"Image/a.jpg", "u1"}, {"(cover)/a.jpg", "u1"}};
  CHECK(text(property_value(Type::files, "Image", "a.jpg", ids)) ==
        R"({"files":[{"name":"a.jpg","type":"file_upload","file_upload":{"id":"u1"}}]})");
  CHECK(text(property_value(Type::cover, kCover, "a.jpg", ids)) ==
        R"({"cover":{"type":"file_upload","file_upload":{"id":"u1"}}})");
}

TEST_CASE("notion::property_schema has options and formats") {
  CHECK(text(property_schema(Type::select, "A\nB")) ==
        R"({"select":{"options":[{"name":"A"},{"name":"B"}]}})");
  CHECK(text(property_schema(Type::number, "percent")) == R"({"number":{"format":"percent"}})");
  CHECK(text(property_schema(Type::title, "")) == R"({"title":{}})");
}

TEST_CASE("notion::options_schema sends the whole list, with ids") {
  const SourceProperty has{.type = "select", .options = {{"1", "A"}, {"2", "Mine"}}};
  CHECK(text(options_schema(has, "A\nB")) ==
        R"({"select":{"options":[{"id":"1"},{"id":"2"},{"name":"B"}]}})");
}

TEST_CASE("notion::paragraphs splits a script at blank lines") {
  CHECK(paragraphs("").empty());
  CHECK(paragraphs("\n\n\n").empty());
  const auto blocks = paragraphs("One.\r\n\r\nTwo\nlines.\n\n\nThree.");
  REQUIRE(blocks.size() == 3);
  CHECK(text(blocks[1]).find(R"(Two\nlines.)") != std::string::npos);
  CHECK(paragraphs(std::string(250'000, 'x')).size() == 2);
}
