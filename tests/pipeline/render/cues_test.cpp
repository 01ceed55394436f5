#include "pipeline/render/cues.hpp"

#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

namespace storyreel::render {

namespace {

constexpr std::int64_t kSecond = kSampleRate;

std::vector<std::string> texts(std::string_view text, const std::string& language = "en") {
  std::vector<std::string> all;
  for (const auto& cue : split_cues(text, language, 0, 60 * kSecond)) all.push_back(cue.text);
  return all;
}

std::string repeat(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("render::split_cues breaks lines and cues where people pause") {
  using Texts = std::vector<std::string>;
  CHECK(texts("One line.") == Texts{"One line."});
  CHECK(texts("") == Texts{});
  CHECK(texts("   ") == Texts{});
  CHECK(texts("He came home at last, and he was tired, but he could not sleep.") ==
        Texts{"He came home at last, and he was tired,\nbut he could not sleep."});
  CHECK(
      texts("It was the best of times, it was the worst of times, it was the age of wisdom, it was "
            "the age of foolishness.") ==
      Texts{"It was the best of times,\nit was the worst of times,",
            "it was the age of wisdom,\nit was the age of foolishness."});
}

TEST_CASE("render::split_cues holds its bounds for any text") {
  for (const auto& [text, language] : std::vector<std::pair<std::string, std::string>>{
           {repeat("word ", 300), "en"},
           {repeat("x", 1000), "en"},
           {repeat("x", 43), "en"},
           {"a" + repeat("\u0301", 200), "en"},
           {"\u0301", ""},
           {repeat("👩\u200d", 60), "en"},
           {repeat("春天来了，万物复苏，鸟儿在枝头歌唱。", 20), "zh"},
           {repeat("สวัสดีชาวโลก", 30), "th"},
           {repeat("كان أفضل الأزمنة، ", 40), "ar"},
           {repeat("👩‍👩‍👧‍👦", 90), "en"},
           {repeat("e\u0301", 500), "no such language"},
           {"\xff\xfe broken \xc3", "en"}}) {
    const auto cues = split_cues(text, language, 1000, 100 * kSecond);
    REQUIRE(!cues.empty());
    CHECK(cues.front().start == 1000);
    CHECK(cues.back().end == 100 * kSecond);
    for (std::size_t i = 0; i < cues.size(); ++i) {
      CHECK(std::ranges::count(cues[i].text, '\n') <= 1);
      CHECK(cues[i].start < cues[i].end);
      if (i > 0) CHECK(cues[i].start == cues[i - 1].end);
    }
  }
}

TEST_CASE("render::split_cues loses no character, and fills no line beyond its columns") {
  const auto text = repeat("one two, three four; five ", 30);
  for (const int columns : {kLineColumns, 30, 24, 7}) {
    std::string joined;
    for (auto& cue : split_cues(text, "en", 0, 60 * kSecond, columns)) {
      std::istringstream lines(cue.text);
      for (std::string line; std::getline(lines, line);)
        CHECK(static_cast<int>(line.size()) <= columns);
      std::ranges::replace(cue.text, '\n', ' ');
      joined += cue.text + " ";
    }
    CHECK(joined == text);
  }
}

TEST_CASE("render::split_cues gives each cue its share and no less than a second") {
  const auto cues =
      split_cues(repeat("a fair number of words, ", 8) + "end", "en", 0, 20 * kSecond);
  REQUIRE(cues.size() >= 3);
  for (const auto& cue : cues) CHECK(cue.end - cue.start >= kSecond * 9 / 10);
}

TEST_CASE("render::segment_cues stay inside the segment") {
  const Sound sound{.packets = 60, .voice_at = 12000, .voice_end = 30000};
  const auto cues = segment_cues(sound, "Yes.", "en");
  REQUIRE(cues.size() == 1);
  CHECK(cues[0].start == 12000);
  CHECK(cues[0].end == 60000);
  CHECK(segment_cues({.packets = 47, .voice_at = 12000, .voice_end = 30000}, "Yes.", "en")[0].end ==
        47 * 1024);
}

TEST_CASE("render::subtitles_srt numbers and times the cues of the film") {
  const Sound sound{.packets = 94, .voice_at = 12000, .voice_end = 84000};
  const std::vector<Segment> segments{{.sound = sound, .subtitle = "First.", .language = "en"},
                                      {.sound = sound, .subtitle = "Second.", .language = "en"}};
  CHECK(subtitles_srt(segments) ==
        "1\n00:00:00,250 --> 00:00:01,950\nFirst.\n\n"
        "2\n00:00:02,255 --> 00:00:03,955\nSecond.\n\n");
}

}  // namespace storyreel::render
