#include "notion/workspace/validate.hpp"

#include <array>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

namespace storyreel::workspace {
namespace {

/// The message of the refusal of `act`; empty when there is none.
template <class F>
std::string refusal(F act) {
  try {
    act();
  } catch (const ApiError& error) {
    CHECK(error.code == Code::validation_error);
    return error.what();
  }
  return {};
}

constexpr std::array kFields{Field{"name", Want::string, true}, Field{"size", Want::number},
                             Field{"flag", Want::boolean}, Field{"list", Want::array},
                             Field{"part", Want::object, false, true}};

std::string checked(std::string_view text) {
  return refusal([&] { check_fields(json::parse(text).as_object(), "body", kFields); });
}

}  // namespace

TEST_CASE("workspace::check_fields closes objects") {
  CHECK(checked(R"({"name": "x"})").empty());
  CHECK(checked(R"({"name": "x", "part": null, "size": 1.5, "list": [], "flag": true})").empty());
  CHECK(checked("{}") ==
        "body failed validation: body.name should be defined, instead was `undefined`.");
  CHECK(checked(R"({"name": 1})") ==
        "body failed validation: body.name should be a string, instead was `1`.");
  CHECK(checked(R"({"name": "x", "flag": null})").contains("body.flag should be a boolean"));
  CHECK(checked(R"({"name": "x", "list": {}})").contains("body.list should be an array"));
  CHECK(checked(R"({"name": "x", "part": []})").contains("body.part should be an object"));
  CHECK(checked(R"({"name": "x", "size": "1"})").contains("body.size should be a number"));
  CHECK(checked(R"({"name": "x", "more": {"a": 1}})") ==
        "body failed validation: body.more should be not present, instead was `{\"a\":1}`.");
}

TEST_CASE("workspace::invalid_field cuts what it quotes") {
  const json::value long_one = json::string(std::string(5000, 'x') + " ");
  const auto message = refusal([&] { invalid_field("path.id", "short", &long_one); });
  CHECK(message.starts_with("path failed validation: path.id should be short"));
  CHECK(message.size() < 400);
}

TEST_CASE("workspace::as_string counts as Notion does, in UTF-16 units") {
  const json::value film = "🎬🎬";
  CHECK(as_string(film, "body.a", 4) == "🎬🎬");
  CHECK(refusal([&] { as_string(film, "body.a", 3); }) ==
        "body failed validation: body.a.length should be ≤ `3`, instead was `4`.");
}

TEST_CASE("workspace::as_number keeps to its bounds") {
  CHECK(as_number(json::value(7), "body.n", 1, 9) == 7);
  CHECK(refusal([] { as_number(json::value(0), "body.n", 1, 9); }).contains("≥ `1`"));
  CHECK(refusal([] { as_number(json::value(1e300), "body.n", 1, 9); }).contains("≤ `9`"));
  CHECK(refusal([] { as_number(json::value("7"), "body.n", 1, 9); }).contains("a number"));
}

TEST_CASE("workspace::to_id takes UUIDs with and without dashes") {
  constexpr auto kId = "0f8fad5b-d9cb-469f-a165-70867728950e";
  CHECK(to_id(kId) == kId);
  CHECK(to_id("0F8FAD5BD9CB469FA16570867728950E") == kId);
  for (const auto* bad : {"", "0f8fad5b", "0f8fad5b-d9cb-469f-a165-70867728950", "../../etc/passwd",
                          "0f8fad5bd9cb469fa16570867728950e0", "zf8fad5bd9cb469fa16570867728950e"})
    CHECK(to_id(bad).empty());
}

TEST_CASE("workspace::percent_decoded leaves alone what is not encoded") {
  CHECK(percent_decoded("a%3Bb%5d") == "a;b]");
  CHECK(percent_decoded("100%") == "100%");
  CHECK(percent_decoded("%zz%4") == "%zz%4");
}

}  // namespace storyreel::workspace
