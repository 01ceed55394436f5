#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "pipeline/providers/card/motifs.hpp"

namespace storyreel::pipeline::card {
namespace {

constexpr double kBottom = Canvas::kHeight;
constexpr double kStep = 8;  // units between the points of a line

/// Smooth noise in -1…1 with hills `grain` units apart.
class Noise {
 public:
  explicit Noise(Dice& dice) {
    for (auto& value : values_) value = dice.real(-1, 1);
  }
  double at(double x) const {
    const double floor = std::floor(x);
    const double share = x - floor;
    const double ease = share * share * (3 - 2 * share);
    return std::lerp(value(floor), value(floor + 1), ease);
  }

 private:
  double value(double index) const {
    return values_[static_cast<std::size_t>(static_cast<long>(index) & 63)];
  }
  std::array<double, 64> values_{};
};

double octaves(const Noise& noise, double x, bool sharp) {
  double sum = 0;
  double share = 1;
  for (int octave = 0; octave < (sharp ? 5 : 2); ++octave) {
    const double value = noise.at(x);
    sum += share * (sharp ? 1 - 2 * std::abs(value) : value);
    x = x * 2.03 + 17;
    share *= sharp ? 0.46 : 0.3;
  }
  return sum;
}

void paint_stars(const Stage& stage, double lowest) {
  for (int i = 0; i < 150; ++i) {
    const Point at{stage.dice.real(0, stage.canvas.width()), stage.dice.real(0, lowest)};
    const double fade = 1 - at.y / lowest;
    const double size = std::pow(stage.dice.real(0, 1), 4) * 1.9 + 0.7;
    stage.canvas.disc(at, size, stage.palette.light.faded(fade * stage.dice.real(0.25, 0.95)));
  }
}

void paint_sun(const Stage& stage) {
  const bool night = stage.hour == Hour::night;
  const double radius = stage.dice.real(44, 74) * (night ? 0.8 : 1.0);
  const auto& light = stage.palette.light;
  stage.canvas.glow(stage.sun, radius * (night ? 5.5 : 7.5), light.faded(night ? 0.35 : 0.6));
  stage.canvas.disc(stage.sun, radius, light.faded(stage.hour == Hour::day ? 0.85 : 0.97));
  if (!night) return;
  for (const auto& [x, y, size] :
       {std::array{-0.3, -0.2, 0.22}, {0.25, 0.3, 0.16}, {0.32, -0.35, 0.11}, {-0.2, 0.42, 0.1}})
    stage.canvas.disc({stage.sun.x + x * radius, stage.sun.y + y * radius}, size * radius,
                      stage.palette.far.faded(0.16));
}

/// Long thin clouds.
void paint_streaks(const Stage& stage) {
  const auto tint = mix(stage.palette.horizon, stage.palette.light, 0.5);
  const int count = stage.dice.whole(3, 6);
  for (int i = 0; i < count; ++i) {
    const Point at{stage.dice.real(0, stage.canvas.width()), stage.dice.whole(0, 3) == 0
                                                                 ? stage.dice.real(40, 120)
                                                                 : stage.dice.real(440, 570)};
    const double across = stage.dice.real(180, 420);
    for (int part = 0; part < 4; ++part)
      stage.canvas.ellipse(
          {at.x + stage.dice.real(-0.6, 0.6) * across, at.y + stage.dice.real(-9, 9)},
          across * stage.dice.real(0.4, 1), stage.dice.real(4, 11),
          tint.faded(stage.hour == Hour::night ? 0.05 : 0.16));
  }
}

}  // namespace

Colour depth(const Palette& palette, double share) {
  return mix(palette.far, palette.near, std::pow(share, 0.85));
}

std::vector<Point> ridge_line(const Stage& stage, const Ridge& ridge) {
  const Noise noise(stage.dice);
  std::vector<Point> line;
  for (double x = -kStep; x <= stage.canvas.width() + kStep; x += kStep)
    line.push_back({x, ridge.base - ridge.height * octaves(noise, x / ridge.grain, ridge.sharp)});
  return line;
}

void fill_below(const Stage& stage, std::vector<Point> line, const Colour& colour, double haze) {
  const auto top = std::ranges::min_element(line, {}, &Point::y)->y;
  const auto low = std::ranges::max_element(line, {}, &Point::y)->y;
  line.push_back({stage.canvas.width() + kStep, kBottom});
  line.push_back({-kStep, kBottom});
  const auto foot = mix(colour, stage.palette.horizon, haze);
  stage.canvas.polygon(line, Wash{colour, foot, top, std::min(low + 140, kBottom)});
}

void paint_sky(const Stage& stage) {
  const auto& p = stage.palette;
  stage.canvas.wash({p.top, p.middle, 0, kHorizon * 0.62});
  stage.canvas.box({0, kHorizon * 0.62}, stage.canvas.width(), kBottom,
                   Wash{p.middle, p.horizon, kHorizon * 0.62, kHorizon + 30});
  if (stage.hour == Hour::night) paint_stars(stage, kHorizon);
  paint_streaks(stage);
  paint_sun(stage);
}

void paint_mountains(const Stage& stage) {
  constexpr int kLayers = 5;
  for (int i = 0; i < kLayers; ++i) {
    const double share = i / (kLayers - 1.0);
    const auto line = ridge_line(stage, {.base = 560 + 300 * share,
                                         .height = 105 - 45 * share,
                                         .grain = 430 - 150 * share,
                                         .sharp = true});
    fill_below(stage, line, depth(stage.palette, share), 0.55 * (1 - share));
  }
  draw_birds(stage, {stage.sun.x - 160, 330});
}

void paint_fields(const Stage& stage) {
  constexpr int kLayers = 6;
  for (int i = 0; i < kLayers; ++i) {
    const double share = i / (kLayers - 1.0);
    auto tint = depth(stage.palette, share);
    if (i % 2 == 1) tint = mix(tint, stage.palette.accent, 0.22);
    const auto line =
        ridge_line(stage, {.base = 590 + 270 * share, .height = 34 + 26 * share, .grain = 560});
    if (i == 3) {
      const auto& foot = line[static_cast<std::size_t>(stage.sun.x * 0.9 / kStep)];
      draw_tree(stage, {foot.x, foot.y + 8}, 190, depth(stage.palette, 0.95));
    }
    for (int tree = 0; i == 1 && tree < 9; ++tree) {
      const auto& foot = line[static_cast<std::size_t>(stage.dice.whole(1, 150)) % line.size()];
      draw_tree(stage, {foot.x, foot.y + 6}, stage.dice.real(26, 46), depth(stage.palette, 0.5));
    }
    fill_below(stage, line, tint, 0.3 * (1 - share));
  }
  draw_birds(stage, {stage.sun.x - 120, 360});
}

void paint_desert(const Stage& stage) {
  constexpr int kLayers = 5;
  for (int i = 0; i < kLayers; ++i) {
    const double share = i / (kLayers - 1.0);
    const auto sand = mix(mix(stage.palette.horizon, stage.palette.accent, 0.55),
                          stage.palette.near, 0.12 + 0.7 * share);
    auto line = ridge_line(stage, {.base = 600 + 270 * share, .height = 60, .grain = 640});
    fill_below(stage, line, sand, 0.12);
    auto shade = line;  // the lee side: what lies a little lower and to one side
    for (std::size_t k = shade.size(); k-- > 0;)
      shade.push_back(
          {shade[k].x + 90, shade[k].y + 26 + 60 * std::sin(static_cast<double>(k) * 0.05)});
    stage.canvas.polygon(shade, stage.palette.near.faded(0.16));
  }
}

void paint_winter(const Stage& stage) {
  constexpr int kLayers = 4;
  const Colour snow{0.95, 0.97, 1, 1};
  for (int i = 0; i < kLayers; ++i) {
    const double share = i / (kLayers - 1.0);
    const auto tint =
        mix(mix(stage.palette.far, snow, 0.35 + 0.3 * share), stage.palette.middle, 0.25);
    const auto line = ridge_line(
        stage,
        {.base = 560 + 260 * share, .height = 70 - 20 * share, .grain = 480, .sharp = i == 0});
    fill_below(stage, line, mix(tint, stage.palette.near, 0.12), 0.1);
    for (int tree = 0; i > 0 && tree < 12; ++tree) {
      const auto& foot = line[static_cast<std::size_t>(stage.dice.whole(2, 210)) % line.size()];
      draw_conifer(stage, {foot.x, foot.y + 10}, stage.dice.real(50, 80) * (0.7 + share),
                   mix(stage.palette.near, stage.palette.far, 0.45 - 0.4 * share));
    }
  }
  for (int i = 0; i < 160; ++i)
    stage.canvas.disc({stage.dice.real(0, stage.canvas.width()), stage.dice.real(0, 760)},
                      stage.dice.real(1, 3.6), snow.faded(stage.dice.real(0.3, 0.9)));
}

void paint_forest(const Stage& stage) {
  constexpr int kLayers = 4;
  const bool conifers = stage.dice.whole(0, 2) > 0;
  for (int i = 0; i < kLayers; ++i) {
    const double share = i / (kLayers - 1.0);
    const auto tint = depth(stage.palette, 0.15 + 0.85 * share);
    const auto line = ridge_line(stage, {.base = 640 + 170 * share, .height = 22, .grain = 420});
    const int trees = 46 - 10 * i;
    for (int tree = 0; tree < trees; ++tree) {
      const auto index = stage.dice.whole(0, static_cast<int>(line.size()) - 1);
      const auto& foot = line[static_cast<std::size_t>(index)];
      const double height = stage.dice.real(120, 210) * (0.75 + 0.35 * share);
      conifers ? draw_conifer(stage, {foot.x, foot.y + 14}, height, tint)
               : draw_tree(stage, {foot.x, foot.y + 14}, height, tint);
    }
    fill_below(stage, line, tint, 0.5 * (1 - share));
    stage.canvas.box(
        {0, 470 + 120 * share}, stage.canvas.width(), 260,
        Wash{stage.palette.horizon.faded(0), stage.palette.horizon.faded(0.20 * (1 - share)),
             470 + 120 * share, 720 + 120 * share});
  }
}

void draw_conifer(const Stage& stage, Point foot, double height, const Colour& colour) {
  const double lean = stage.dice.real(-0.02, 0.02) * height;
  std::vector<Point> left;
  constexpr int kTiers = 6;
  for (int tier = 0; tier <= kTiers; ++tier) {
    const double down = height * tier / kTiers;
    const double wide = height * 0.19 * std::pow(tier / double{kTiers}, 0.85) + 1;
    left.push_back({lean - wide, down - height});
    if (tier < kTiers) left.push_back({lean - wide * 0.55, down - height + 2});
  }
  std::vector<Point> all;
  for (const auto& point : left) all.push_back({foot.x + point.x, foot.y + point.y});
  for (auto point = left.rbegin(); point != left.rend(); ++point)
    all.push_back({foot.x + 2 * lean - point->x, foot.y + point->y});
  stage.canvas.polygon(all, colour);
  stage.canvas.box({foot.x - height * 0.014, foot.y - 4}, height * 0.028, height * 0.09, colour);
}

void draw_tree(const Stage& stage, Point foot, double height, const Colour& colour) {
  const double trunk = height * 0.035;
  const std::array stem = {
      Point{foot.x - trunk, foot.y}, Point{foot.x - trunk * 0.5, foot.y - height * 0.6},
      Point{foot.x + trunk * 0.5, foot.y - height * 0.6}, Point{foot.x + trunk, foot.y}};
  stage.canvas.polygon(stem, colour);
  for (int i = 0; i < 11; ++i) {
    const double angle = stage.dice.real(0, 2 * std::numbers::pi);
    const double away = stage.dice.real(0, 0.2) * height;
    stage.canvas.disc(
        {foot.x + std::cos(angle) * away * 1.25, foot.y - height * 0.68 + std::sin(angle) * away},
        height * stage.dice.real(0.1, 0.17), colour);
  }
}

void draw_birds(const Stage& stage, Point middle) {
  for (int i = 0; i < 5; ++i) {
    const Point at{middle.x + stage.dice.real(-110, 110), middle.y + stage.dice.real(-50, 50)};
    const double span = stage.dice.real(7, 13);
    const std::array wings = {
        Point{at.x - span, at.y - span * 0.3}, Point{at.x - span * 0.45, at.y - span * 0.5}, at,
        Point{at.x + span * 0.45, at.y - span * 0.5}, Point{at.x + span, at.y - span * 0.3}};
    stage.canvas.line(wings, 2, stage.palette.near.faded(0.55));
  }
}

}  // namespace storyreel::pipeline::card
