#include "daemon/runtime/utf8.hpp"

#include <random>

#include <doctest/doctest.h>

using namespace storyreel;
using namespace std::string_view_literals;

namespace {

using Pieces = std::vector<std::string>;

std::string joined(const Pieces& pieces) {
  std::string text;
  for (const auto& piece : pieces) text += piece;
  return text;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("runtime::is_utf8 and to_utf8 on sound and broken bytes") {
  const struct {
    std::string bytes;
    bool sound;
    std::string clean;
  } cases[] = {
      {"", true, ""},
      {"naïve 日本 😀", true, "naïve 日本 😀"},
      {std::string("a\0b", 3), true, "a\uFFFDb"},
      {"a\xff"
       "b",
       false, "a\uFFFDb"},
      {"\xc3", false, "\uFFFD"},
      {"\xc0\x80", false, "\uFFFD\uFFFD"},
      {"\xed\xa0\x80", false, "\uFFFD\uFFFD\uFFFD"},
      {"\xf0\x9f\x98", false, "\uFFFD"},
      {"\xf4\x90\x80\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},
  };
  for (const auto& [bytes, sound, clean] : cases) {
    CAPTURE(clean);
    CHECK(is_utf8(bytes) == sound);
    CHECK(to_utf8(bytes) == clean);
  }
}

TEST_CASE("runtime::utf16_length counts as Notion does") {
  CHECK(utf16_length("") == 0);
  CHECK(utf16_length("aé日") == 3);
  CHECK(utf16_length("😀") == 2);
  CHECK(utf16_length("\xff") == 1);
}

TEST_CASE("runtime::split_utf16 never splits a character") {
  const std::string family = "👩‍👩‍👧";  // 8 units
  const std::string accented = "e\u0301";           // 2 units
  const struct {
    std::string text;
    std::size_t limit;
    Pieces pieces;
  } cases[] = {
      {"", 5, {}},
      {"abc", 3, {"abc"}},
      {"abcd", 3, {"abc", "d"}},
      {"ab😀", 3, {"ab", "😀"}},
      {"ab" + accented, 3, {"ab", accented}},
      {"a" + family + "b", 8, {"a", family, "b"}},
      {"a\r\nb", 2, {"a", "\r\n", "b"}},
  };
  for (const auto& [text, limit, pieces] : cases) {
    CAPTURE(text);
    CHECK(split_utf16(text, limit) == pieces);
  }
}

TEST_CASE("runtime::split_utf16 splits a character that is longer than the limit") {
  const std::string heap = "e" + repeated("\u0301", 10'000);
  const Pieces pieces = split_utf16("x" + heap + "y", 2000);
  CHECK(joined(pieces) == "x" + heap + "y");
  for (const auto& piece : pieces) CHECK(utf16_length(piece) <= 2000);
}

TEST_CASE("runtime::split_utf16 and one_line bear any bytes") {
  std::minstd_rand random(1);
  constexpr auto kAlphabet = "a \n\0\x80\xbf\xc3\xe2\x80\x8d\xed\xa0\xf0\x9f\x98\xff"sv;
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = kAlphabet[random() % kAlphabet.size()];
    const std::size_t limit = 2 + random() % 9;
    const Pieces pieces = split_utf16(text, limit);
    REQUIRE(joined(pieces) == text);
    for (const auto& piece : pieces) REQUIRE(!piece.empty());
    const std::string line = one_line(text, limit);
    REQUIRE(is_utf8(line));
    REQUIRE(utf16_length(line) <= limit);
  }
}

TEST_CASE("runtime::one_line cleans and cuts") {
  const struct {
    std::string text;
    std::size_t limit;
    std::string line;
  } cases[] = {
      {"The Raven", 9, "The Raven"},
      {"The Raven", 8, "The Rav…"},
      {" a\r\n\tb\x1b[31m ", 20, "a b [31m"},
      {std::string("a\0b", 3), 20, "a b"},
      {"a\u2028b\u202Ec\u0085d", 20, "a b c d"},
      {"ab👩‍👩‍👧", 9, "ab…"},
      {"\xff", 5, "\uFFFD"},
      {"abc", 1, "…"},
      {"", 0, ""},
  };
  for (const auto& [text, limit, line] : cases) {
    CAPTURE(text);
    CHECK(one_line(text, limit) == line);
  }
}
