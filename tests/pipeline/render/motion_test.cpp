#include "pipeline/render/motion.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <doctest/doctest.h>

#include "pipeline/render/sampler.hpp"

namespace storyreel::render {

namespace {

constexpr Size kFilm{1920, 1080};
constexpr Size kLeast{2151, 1210};

/// A picture whose brightness rises by one every four pixels to the right.
av::Frame make_slope(Size size) {
  auto frame = av::make_picture_frame(AV_PIX_FMT_YUV420P, size.width, size.height);
  for (int i : {0, 1, 2}) {
    const auto plane = av::plane(*frame, i);
    for (int y = 0; y < plane.height; ++y)
      for (int x = 0; x < plane.width; ++x) plane.row(y)[x] = static_cast<std::uint8_t>(x / 4);
  }
  return frame;
}

double mean(const av::Plane& plane) {
  double sum = 0;
  for (int y = 0; y < plane.height; ++y)
    for (int x = 0; x < plane.width; ++x) sum += plane.row(y)[x];
  return sum / plane.width / plane.height;
}

}  // namespace

TEST_CASE("render::Motion never leaves the picture") {
  for (Size picture : {Size{16, 9}, {1, 1}, {9, 16}, {1, 3}, {4, 1}, {1920, 1080}})
    for (int n = 0; n < 50; ++n)
      for (double seconds : {1.0, 4.0, 60.0}) {
        const auto canvas = cover(picture, kLeast);
        const Motion motion(std::to_string(n), canvas, kFilm, seconds);
        for (int i = -5; i <= 105; ++i) {
          const auto view = motion.at(i / 100.0);
          const double half_width = view.scale * kFilm.width / 2;
          const double half_height = view.scale * kFilm.height / 2;
          REQUIRE(view.scale >= 0.999);
          REQUIRE(view.x - half_width >= -0.001);
          REQUIRE(view.y - half_height >= -0.001);
          REQUIRE(view.x + half_width <= canvas.width + 0.001);
          REQUIRE(view.y + half_height <= canvas.height + 0.001);
        }
      }
}

TEST_CASE("render::Motion moves at a steady speed with eased ends") {
  const Motion motion("a sentence", kLeast, kFilm, 5);
  const auto scale = [&](int frame) { return motion.at(frame / 150.0).scale; };
  const double cruise = scale(76) - scale(75);
  REQUIRE(std::abs(cruise) > 0);
  for (int frame = 30; frame < 120; ++frame)
    CHECK((scale(frame + 1) - scale(frame)) / cruise == doctest::Approx(1));
  CHECK(std::abs((scale(1) - scale(0)) / cruise) < 0.1);
  CHECK(std::abs((scale(150) - scale(149)) / cruise) < 0.1);
}

TEST_CASE("render::Motion differs by hash and not by chance") {
  const auto start = [](const char* motion) { return Motion(motion, kLeast, kFilm, 5).at(0); };
  int closer = 0;
  for (int n = 0; n < 64; ++n) {
    const Motion motion(std::to_string(n), kLeast, kFilm, 5);
    closer += motion.at(1).scale < motion.at(0).scale;
  }
  CHECK(closer > 16);
  CHECK(closer < 48);
  CHECK(start("one").scale == start("one").scale);
}

TEST_CASE("render::Sampler keeps a flat picture flat") {
  const auto picture = av::make_picture_frame(AV_PIX_FMT_YUV420P, 360, 204);
  for (int i : {0, 1, 2}) {
    const auto plane = av::plane(*picture, i);
    for (int y = 0; y < plane.height; ++y) std::fill_n(plane.row(y), plane.width, 200 + i);
  }
  Sampler sampler(*picture);
  const auto frame = av::make_picture_frame(AV_PIX_FMT_YUV420P, 318, 182);
  sampler.draw({.x = 177.3, .y = 100.9, .scale = 1.0371}, *frame);
  for (int i : {0, 1, 2}) {
    const auto plane = av::plane(*frame, i);
    for (int y = 0; y < plane.height; ++y)
      for (int x = 0; x < plane.width; ++x) REQUIRE(plane.row(y)[x] == 200 + i);
  }
}

TEST_CASE("render::Sampler follows movements far below a pixel") {
  Sampler sampler(*make_slope({800, 100}));
  const auto frame = av::make_picture_frame(AV_PIX_FMT_YUV420P, 640, 80);
  double last = 0;
  for (int step = 0; step < 64; ++step) {
    sampler.draw({.x = 360 + step / 8.0, .y = 50, .scale = 1}, *frame);
    const double now = mean(av::plane(*frame, 0));
    // A slope of 1/4 a pixel, moved by 1/8 of a pixel, rises by 1/32.
    if (step > 0) CHECK(now - last == doctest::Approx(1 / 32.0).epsilon(0.25));
    last = now;
  }
}

}  // namespace storyreel::render
