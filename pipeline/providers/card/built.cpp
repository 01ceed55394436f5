#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "pipeline/providers/card/motifs.hpp"

namespace storyreel::pipeline::card {
namespace {

enum class Roof { flat, pitched, stepped, spire };

void draw_roof(const Stage& stage, Point corner, double width, const Colour& colour, Roof roof) {
  const double middle = corner.x + width / 2;
  const double rise = roof == Roof::spire ? width * 1.5 : width * 0.42;
  const std::array gable = {Point{corner.x, corner.y + 1}, Point{middle, corner.y - rise},
                            Point{corner.x + width, corner.y + 1}};
  const std::array mast = {Point{middle, corner.y - 50}, Point{middle, corner.y}};
  switch (roof) {
    case Roof::flat:
      break;
    case Roof::pitched:
    case Roof::spire:
      stage.canvas.polygon(gable, colour);
      break;
    case Roof::stepped:
      stage.canvas.box({corner.x + width * 0.2, corner.y - 26}, width * 0.6, 27, colour);
      stage.canvas.line(mast, 3, colour);
      break;
  }
}

void draw_windows(const Stage& stage, Point corner, double width, double lowest, double lit) {
  constexpr double kGap = 21;
  const auto& p = stage.palette;
  for (double y = corner.y + 16; y < lowest; y += kGap)
    for (double x = corner.x + 10; x < corner.x + width - 14; x += kGap * 0.9) {
      const double chance = stage.dice.real(0, 1);
      if (chance > lit) continue;
      stage.canvas.box({x, y}, 8, 11,
                       mix(p.accent, p.light, stage.dice.real(0, 0.6)).faded(0.55 + 0.4 * chance));
    }
}

void paint_row(const Stage& stage, double share) {
  constexpr std::array kRoofs = {Roof::flat,    Roof::flat,    Roof::pitched,
                                 Roof::stepped, Roof::pitched, Roof::spire};
  constexpr std::array kLit = {0.10, 0.06, 0.36, 0.42};  // by hour: dawn, day, dusk, night
  const auto tint = depth(stage.palette, 0.12 + 0.8 * share);
  const double base = 760 + 90 * share;
  for (double x = -20; x < stage.canvas.width();) {
    const double width = stage.dice.real(58, 128) * (0.7 + 0.5 * share);
    const double height = stage.dice.real(90, 290) * (1.05 - 0.45 * share);
    const Point corner{x, base - height};
    stage.canvas.box(
        corner, width + 1, 1000 - corner.y,
        Wash{tint, mix(tint, stage.palette.horizon, 0.35 * (1 - share)), corner.y, base});
    draw_roof(stage, corner, width, tint, stage.dice.pick(kRoofs));
    draw_windows(stage, corner, width, base - 20,
                 kLit[static_cast<std::size_t>(stage.hour)] * (0.4 + 0.6 * share));
    stage.canvas.box({x - 40, base - 24}, width + 120, 1024 - base, tint);
    x += width + (stage.dice.whole(0, 4) == 0 ? stage.dice.real(6, 30) : 0);
  }
}

void draw_window(const Stage& stage, Point corner, double width, double height) {
  const auto& p = stage.palette;
  stage.canvas.box(corner, width, height, Wash{p.top, p.horizon, corner.y, corner.y + height});
  if (stage.hour == Hour::night)
    for (int i = 0; i < 22; ++i)
      stage.canvas.disc(
          {corner.x + stage.dice.real(0, width), corner.y + stage.dice.real(0, height * 0.7)},
          stage.dice.real(0.8, 2), p.light.faded(0.8));
  stage.canvas.disc({corner.x + width * 0.64, corner.y + height * 0.34}, width * 0.09, p.light);
  std::vector<Point> hill;
  for (double share = 0; share <= 1.01; share += 0.05)
    hill.push_back({corner.x + width * std::min(share, 1.0),
                    corner.y + height * (0.78 + 0.08 * std::sin(share * 7))});
  hill.push_back({corner.x + width, corner.y + height});
  hill.push_back({corner.x, corner.y + height});
  stage.canvas.polygon(hill, depth(p, 0.4));
  const auto frame = mix(p.near, p.far, 0.12);
  constexpr double kBar = 9;
  for (double at : {0.0, 0.5, 1.0})
    stage.canvas.box({corner.x + width * at - kBar / 2, corner.y - kBar / 2}, kBar, height + kBar,
                     frame);
  for (double at : {0.0, 0.42, 1.0})
    stage.canvas.box({corner.x - kBar / 2, corner.y + height * at - kBar / 2}, width + kBar, kBar,
                     frame);
  stage.canvas.box({corner.x - 26, corner.y + height}, width + 52, 16, frame);
}

void draw_lamp(const Stage& stage, Point foot) {
  const auto& p = stage.palette;
  const std::array shade = {Point{foot.x - 34, foot.y - 190}, Point{foot.x + 34, foot.y - 190},
                            Point{foot.x + 62, foot.y - 110}, Point{foot.x - 62, foot.y - 110}};
  stage.canvas.glow({foot.x, foot.y - 130}, 330, p.accent.faded(0.5));
  stage.canvas.box({foot.x - 4, foot.y - 115}, 8, 112, p.near);
  stage.canvas.ellipse({foot.x, foot.y - 3}, 40, 8, p.near);
  stage.canvas.polygon(shade,
                       Wash{mix(p.accent, p.light, 0.5), p.accent, foot.y - 190, foot.y - 110});
}

void draw_books(const Stage& stage, Point corner) {
  const auto& p = stage.palette;
  double y = corner.y;
  for (int i = 0; i < 4; ++i) {
    const double thick = stage.dice.real(16, 24);
    const double shift = stage.dice.real(-14, 14);
    y -= thick;
    stage.canvas.box({corner.x + shift, y}, stage.dice.real(110, 160), thick - 2,
                     mix(i % 2 == 0 ? p.accent : p.far, p.near, stage.dice.real(0.15, 0.5)));
  }
}

/// A soft shadow under cut paper.
void draw_paper(const Stage& stage, const std::vector<Point>& line, const Wash& wash) {
  for (int i = 4; i > 0; --i) {
    auto shadow = line;
    for (auto& point : shadow) point.y -= 2.6 * i;
    stage.canvas.polygon(shadow, Colour{0, 0, 0, 0.05});
  }
  stage.canvas.polygon(line, wash);
}

std::vector<Colour> paper_colours(const Palette& p) {
  return {p.horizon,
          mix(p.middle, p.horizon, 0.4),
          p.middle,
          p.accent,
          mix(p.accent, p.near, 0.35),
          mix(p.far, p.near, 0.3),
          mix(p.far, p.near, 0.7),
          p.near};
}

void paint_paper_waves(const Stage& stage) {
  const auto colours = paper_colours(stage.palette);
  const double phase = stage.dice.real(0, 6);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const auto step = static_cast<double>(i);
    std::vector<Point> line;
    for (double x = -20; x <= stage.canvas.width() + 20; x += 10)
      line.push_back({x, 470 + step * 62 + 62 * std::sin(x / 260 + phase + step * 0.9) +
                             24 * std::sin(x / 97 - step)});
    line.push_back({stage.canvas.width() + 20, 1010});
    line.push_back({-20, 1010});
    draw_paper(stage, line,
               {colours[i], mix(colours[i], stage.palette.near, 0.18), 440 + step * 60, 900});
  }
}

void paint_arches(const Stage& stage) {
  const auto colours = paper_colours(stage.palette);
  for (int arch = 0; arch < 3; ++arch) {
    const double radius = 330 - 70.0 * arch;
    const Point centre{stage.sun.x + (arch - 1) * 330, 860 - 20.0 * arch};
    for (std::size_t i = 0; i < 6; ++i) {
      const double r = radius * (1 - static_cast<double>(i) / 6.5);
      const auto& tint = colours[(i + static_cast<std::size_t>(arch) * 2) % colours.size()];
      stage.canvas.disc(centre, r,
                        Wash{tint, mix(tint, stage.palette.near, 0.25), centre.y - r, centre.y});
    }
  }
}

void paint_discs(const Stage& stage) {
  const auto colours = paper_colours(stage.palette);
  for (int i = 0; i < 9; ++i) {
    const auto& tint = colours[static_cast<std::size_t>(
        stage.dice.whole(0, static_cast<int>(colours.size()) - 1))];
    const double radius = stage.dice.real(60, 250);
    const Point centre{stage.sun.x + stage.dice.real(-420, 420), 660 + stage.dice.real(-130, 160)};
    stage.canvas.disc(
        centre, radius,
        Wash{tint.faded(0.75), tint.faded(0.35), centre.y - radius, centre.y + radius});
    if (i % 3 == 0) stage.canvas.ring(centre, radius + 16, 3, stage.palette.ink.faded(0.35));
  }
}

}  // namespace

void paint_city(const Stage& stage) {
  for (double share : {0.0, 0.5, 1.0}) paint_row(stage, share);
}

void paint_interior(const Stage& stage) {
  const auto& p = stage.palette;
  const auto wall = mix(mix(p.top, p.middle, 0.55), p.near, stage.hour == Hour::night ? 0.0 : 0.12);
  stage.canvas.wash({wall, mix(wall, p.near, 0.35), 0, 1000});
  const double width = 400;
  const Point corner{stage.sun.x - width / 2, 170};
  stage.canvas.glow({stage.sun.x, 390}, 620, p.light.faded(0.28));
  draw_window(stage, corner, width, 430);
  const std::array beam = {Point{corner.x, 600}, Point{corner.x + width, 600},
                           Point{corner.x + width * 0.7, 1000},
                           Point{corner.x - width * 0.9, 1000}};
  stage.canvas.polygon(beam, Wash{p.light.faded(0.26), p.light.faded(0), 600, 960});
  stage.canvas.box({0, 775}, stage.canvas.width(), 230,
                   Wash{mix(mix(p.near, p.far, 0.3), p.accent, 0.18), p.near, 775, 940});
  const bool left = stage.sun.x > stage.canvas.width() / 2;
  const double lamp = left ? corner.x - 170 : corner.x + width + 170;
  draw_lamp(stage, {lamp, 778});
  draw_books(stage, {left ? lamp - 300 : lamp + 140, 777});
}

void paint_shapes(const Stage& stage) {
  constexpr std::array kKinds = {paint_paper_waves, paint_paper_waves, paint_arches, paint_discs};
  stage.dice.pick(kKinds)(stage);
}

}  // namespace storyreel::pipeline::card
