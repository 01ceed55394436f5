#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "pipeline/providers/card/motifs.hpp"

namespace storyreel::pipeline::card {
namespace {

/// The sun's way on the water: strokes that widen and thin out towards the viewer.
void paint_glints(const Stage& stage, double from_y) {
  for (double y = from_y + 3; y < 960; y += stage.dice.real(4, 9)) {
    const double near = (y - from_y) / (960 - from_y);
    for (int i = 0; i < 3; ++i) {
      const double half = stage.dice.real(8, 34) * (0.5 + 2.2 * near);
      const double x = stage.sun.x + stage.dice.real(-1, 1) * (24 + 150 * near);
      stage.canvas.ellipse({x, y}, half, 1.1 + 2.2 * near,
                           stage.palette.light.faded(0.5 * (1 - near) * stage.dice.real(0.4, 1)));
    }
  }
}

void paint_waves(const Stage& stage, double from_y) {
  for (int i = 0; i < 70; ++i) {
    const double near = std::pow(stage.dice.real(0, 1), 1.4);
    const Point at{stage.dice.real(0, stage.canvas.width()), from_y + 8 + near * 340};
    const auto tint = i % 2 == 0 ? stage.palette.near : stage.palette.horizon;
    stage.canvas.ellipse(at, stage.dice.real(40, 150) * (0.5 + near), 1 + 2.4 * near,
                         tint.faded(0.14));
  }
}

void draw_boat(const Stage& stage, Point at, double size, const Colour& hull, const Colour& sail) {
  const auto x = [&](double units) { return at.x + units * size; };
  const auto y = [&](double units) { return at.y + units * size; };
  const std::array body = {Point{x(-0.5), y(-0.1)}, Point{x(0.55), y(-0.12)},
                           Point{x(0.38), y(0.1)}, Point{x(-0.36), y(0.1)}};
  const std::array main = {Point{x(0.02), y(-1.2)}, Point{x(0.02), y(-0.17)},
                           Point{x(0.5), y(-0.2)}};
  const std::array jib = {Point{x(-0.03), y(-1.05)}, Point{x(-0.03), y(-0.17)},
                          Point{x(-0.4), y(-0.19)}};
  const std::array mast = {Point{x(0), y(-1.25)}, Point{x(0), y(-0.1)}};
  stage.canvas.line(mast, size * 0.025, hull);
  stage.canvas.polygon(main, sail);
  stage.canvas.polygon(jib, mix(sail, hull, 0.22));
  stage.canvas.polygon(body, hull);
  stage.canvas.ellipse({at.x, y(0.16)}, size * 0.5, size * 0.035, hull.faded(0.35));
}

void draw_lighthouse(const Stage& stage, double x) {
  const auto& p = stage.palette;
  const double top = 430;
  const std::array tower = {Point{x - 15, top}, Point{x + 15, top}, Point{x + 25, 640},
                            Point{x - 25, 640}};
  const std::array roof = {Point{x - 19, top - 34}, Point{x, top - 60}, Point{x + 19, top - 34}};
  const bool lit = stage.hour == Hour::night || stage.hour == Hour::dusk;
  if (lit) stage.canvas.glow({x, top - 18}, 190, p.accent.faded(0.75));
  stage.canvas.polygon(tower, mix(p.near, p.far, 0.2));
  stage.canvas.box({x - 19, top - 34}, 38, 34, lit ? p.accent : mix(p.accent, p.horizon, 0.4));
  stage.canvas.polygon(roof, p.near);
  stage.canvas.box({x - 23, top - 4}, 46, 7, p.near);
}

void paint_headland(const Stage& stage) {
  const bool left = stage.sun.x > stage.canvas.width() / 2;
  const double edge = left ? 0 : stage.canvas.width();
  const double way = left ? 1 : -1;
  const double reach = stage.dice.real(330, 470);
  std::vector<Point> cliff;
  for (double share = 0; share <= 1; share += 0.04)
    cliff.push_back(
        {edge + way * reach * share, 625 + 130 * std::pow(share, 2.2) + stage.dice.real(-5, 5)});
  cliff.push_back({edge + way * (reach + 12), 775});
  cliff.push_back({edge, 800});
  draw_lighthouse(stage, edge + way * reach * 0.42);
  stage.canvas.polygon(cliff, Wash{depth(stage.palette, 0.8), stage.palette.near, 620, 780});
}

void paint_water(const Stage& stage, double from_y) {
  const auto& p = stage.palette;
  stage.canvas.box({0, from_y}, stage.canvas.width(), 1000 - from_y,
                   Wash{mix(p.horizon, p.middle, 0.55), mix(p.top, p.near, 0.65), from_y, 960});
}

}  // namespace

void paint_sea(const Stage& stage) {
  const auto& p = stage.palette;
  const auto islands =
      ridge_line(stage, {.base = kHorizon + 8, .height = 34, .grain = 330, .sharp = false});
  fill_below(stage, islands, mix(p.far, p.horizon, 0.3), 0.1);
  paint_water(stage, kHorizon);
  paint_waves(stage, kHorizon);
  paint_glints(stage, kHorizon);
  const int boats = stage.dice.whole(1, 3);
  for (int i = 0; i < boats; ++i) {
    const double near = stage.dice.real(0, 1);
    draw_boat(stage, {stage.dice.real(0.2, 0.8) * stage.canvas.width(), kHorizon + 14 + near * 100},
              30 + near * 95, mix(p.near, p.far, 0.3 * (1 - near)),
              mix(p.light, p.accent, 0.35 * i));
  }
  if (stage.dice.whole(0, 1) == 0) paint_headland(stage);
  draw_birds(stage, {stage.sun.x + 120, 420});
}

void paint_river(const Stage& stage) {
  for (int i = 0; i < 2; ++i)
    fill_below(
        stage,
        ridge_line(stage, {.base = 560.0 + 40 * i, .height = 50, .grain = 380, .sharp = i == 0}),
        depth(stage.palette, 0.1 + 0.2 * i), 0.4);
  fill_below(stage, ridge_line(stage, {.base = kHorizon + 20, .height = 8, .grain = 500}),
             depth(stage.palette, 0.55), 0.1);
  std::vector<Point> left;
  std::vector<Point> right;
  for (double share = 0; share <= 1.001; share += 0.02) {
    const double y = kHorizon + 14 + 390 * share;
    const double half = 6 + 330 * std::pow(share, 1.7);
    const double middle = stage.sun.x + std::sin(share * 5.2) * 190 * (0.25 + share);
    left.push_back({middle - half, y});
    right.push_back({middle + half, y});
  }
  left.insert(left.end(), right.rbegin(), right.rend());
  const auto& p = stage.palette;
  stage.canvas.polygon(
      left, Wash{mix(p.horizon, p.light, 0.4), mix(p.top, p.middle, 0.35), kHorizon, 960});
  for (int i = 0; i < 26; ++i) {
    const double near = stage.dice.real(0.05, 1);
    const bool on_left = stage.dice.whole(0, 1) == 0;
    const double x =
        stage.sun.x + (on_left ? -1 : 1) * (130 + 480 * near + stage.dice.real(0, 260));
    draw_tree(stage, {x, kHorizon + 30 + 150 * near}, 50 + 90 * near, depth(p, 0.6 + 0.4 * near));
  }
}

void paint_clouds(const Stage& stage) {
  const auto& p = stage.palette;
  const bool night = stage.hour == Hour::night;
  if (night) {
    for (int i = 0; i < 5; ++i)
      stage.canvas.glow({stage.dice.real(0, stage.canvas.width()), stage.dice.real(80, 620)},
                        stage.dice.real(220, 460),
                        mix(p.horizon, p.accent, stage.dice.real(0, 0.5)).faded(0.22));
    const Point planet{stage.canvas.width() - stage.sun.x, stage.dice.real(455, 500)};
    stage.canvas.disc(planet, 66,
                      Wash{mix(p.accent, p.light, 0.3), p.far, planet.y - 66, planet.y + 66});
    stage.canvas.ellipse({planet.x, planet.y + 4}, 128, 9, p.light.faded(0.35));
  }
  for (int row = 0; row < 4; ++row) {
    const double base = 640 + 85.0 * row;
    const auto tint = night ? mix(p.far, p.near, 0.3 * row)
                            : mix(mix(p.light, p.horizon, 0.35), p.middle, 0.1 + 0.2 * row);
    const auto shade = mix(tint, night ? p.near : mix(p.top, p.middle, 0.4), night ? 0.16 : 0.5);
    for (double x = -60; x < stage.canvas.width() + 60; x += stage.dice.real(40, 90)) {
      const double radius = stage.dice.real(48, 118);
      stage.canvas.disc({x, base + radius * 0.25}, radius,
                        Wash{tint, shade, base - radius * 0.75, base + radius * 0.8});
    }
    stage.canvas.box({0, base + 40}, stage.canvas.width(), 400, mix(tint, shade, 0.7));
  }
}

}  // namespace storyreel::pipeline::card
