#include "pipeline/render/drawing.hpp"

#include <algorithm>

#include <doctest/doctest.h>

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

}  // namespace

TEST_CASE("render::draw_subtitle writes digits in the letters' own font, as white as they are") {
  const auto letters = draw_subtitle("nineteen", "en", kFilm);
  const auto digits = draw_subtitle("19842018", "en", kFilm);
  CHECK(digits.size.width <= letters.size.width * 5 / 4);
  CHECK(digits.size.height == letters.size.height);
  CHECK(brightest(digits) == brightest(letters));
}

}  // namespace storyreel::render
