#include "pipeline/render/drawing.hpp"

#include <algorithm>
#include <cstdlib>

#include <doctest/doctest.h>

#include "pipeline/render/cues.hpp"

namespace storyreel::render {
namespace {

constexpr Size kFilm{1280, 720};

/// The brightest green of a drawing, 0 to 255.
int brightest(const Drawing& drawing) {
  int most = 0;
  for (int y = 0; y < drawing.size.height; ++y)
    for (int x = 0; x < drawing.size.width; ++x)
      most = std::max(most, static_cast<int>(drawing.pixel(x, y) >> 8 & 0xFF));
  return most;
}

bool is_white(const Drawing& drawing, int row) {
  for (int x = 0; x < drawing.size.width; ++x)
    if ((drawing.pixel(x, row) & 0xFFFFFF) == 0xFFFFFF) return true;
  return false;
}

/// Rows that the letters of the first line stand on; they are capitals alone.
int letter_height(const Drawing& drawing) {
  int row = 0;
  while (row < drawing.size.height && !is_white(drawing, row)) ++row;
  const int top = row;
  while (row < drawing.size.height && is_white(drawing, row)) ++row;
  return row - top;
}

/// So many columns of words of four letters.
std::string words_of(int columns) {
  std::string text;
  while (static_cast<int>(text.size()) + 4 <= columns) text += "HHHH ";
  return text;
}

}  // namespace

TEST_CASE("render::draw_subtitle gives all cues of a film letters of one height") {
  for (const auto film : {Size{1080, 1920}, {1080, 1080}, {1080, 1350}, {1440, 1080}, kFilm}) {
    CAPTURE(film.width);
    CAPTURE(film.height);
    const auto draw = [&](int columns) {
      const auto cues = split_cues(words_of(columns), "en", 0, std::int64_t{60} * kSampleRate,
                                   line_columns(film));
      REQUIRE(!cues.empty());
      return draw_subtitle(cues.front().text, "en", film);
    };
    const auto least = draw(10);
    CHECK(letter_height(least) > std::min(film.width, film.height) / 40);
    for (const int columns : {20, 40, 84, 200}) {
      const auto drawing = draw(columns);
      CHECK(std::abs(letter_height(drawing) - letter_height(least)) <= 1);
      CHECK(drawing.size.width <= film.width * 9 / 10);
    }
  }
}

TEST_CASE("render::draw_subtitle makes letters smaller only for a word that fits no line") {
  constexpr Size kUpright{1080, 1920};
  const auto usual = letter_height(draw_subtitle("HHHH", "en", kUpright));
  const auto broken = draw_subtitle("HHHHHHHHHHHH HHHHHHHHHHHH HHHHHHHHHHHH", "en", kUpright);
  CHECK(std::abs(letter_height(broken) - usual) <= 1);
  const auto word = draw_subtitle(std::string(40, 'H'), "en", kUpright);
  CHECK(letter_height(word) < usual * 3 / 4);
  CHECK(word.size.width <= kUpright.width * 9 / 10);
}

TEST_CASE("render::line_columns gives each shape of film what it has room for") {
  CHECK(line_columns({1920, 1080}) == kLineColumns);
  CHECK(line_columns({1280, 720}) == kLineColumns);
  CHECK(line_columns({1080, 1920}) == line_columns({540, 960}));
  CHECK(line_columns({1080, 1920}) < line_columns({1080, 1080}));
  CHECK(line_columns({64, 7680}) >= 20);
}

TEST_CASE("render::draw_subtitle writes digits in the letters' own font, as white as they are") {
  const auto letters = draw_subtitle("nineteen", "en", kFilm);
  const auto digits = draw_subtitle("19842018", "en", kFilm);
  CHECK(digits.size.width <= letters.size.width * 5 / 4);
  CHECK(digits.size.height == letters.size.height);
  CHECK(brightest(digits) == brightest(letters));
}

}  // namespace storyreel::render
