#pragma once

#include <vector>

#include "pipeline/providers/card/canvas.hpp"
#include "pipeline/providers/card/colour.hpp"
#include "pipeline/providers/scene.hpp"

/// What cards are made of. Every motif draws on the same stage, in layers from far to near, and
/// leaves the lowest quarter calm.
namespace storyreel::pipeline::card {

struct Stage {
  Canvas& canvas;
  const Palette& palette;
  Dice& dice;
  Hour hour;
  Point sun;  ///< stands on the side that the words leave free
};

constexpr double kHorizon = 610;

/// The colour of a layer: 0 is the most distant, 1 the nearest.
Colour depth(const Palette& palette, double share);

/// A line from edge to edge: smooth noise around `base`, `height` units up and down. `sharp` turns
/// its hills to peaks.
struct Ridge {
  double base = 0;
  double height = 0;
  double grain = 300;  ///< units between hills
  bool sharp = false;
};
std::vector<Point> ridge_line(const Stage& stage, const Ridge& ridge);

/// Fills all below a line, fading into haze towards its foot.
void fill_below(const Stage& stage, std::vector<Point> line, const Colour& colour, double haze);

void paint_sky(const Stage& stage);
void paint_sea(const Stage& stage);
void paint_mountains(const Stage& stage);
void paint_city(const Stage& stage);
void paint_forest(const Stage& stage);
void paint_fields(const Stage& stage);
void paint_desert(const Stage& stage);
void paint_river(const Stage& stage);
void paint_clouds(const Stage& stage);
void paint_winter(const Stage& stage);
void paint_interior(const Stage& stage);
void paint_shapes(const Stage& stage);

/// Parts that more than one motif uses.
void draw_conifer(const Stage& stage, Point foot, double height, const Colour& colour);
void draw_tree(const Stage& stage, Point foot, double height, const Colour& colour);
void draw_birds(const Stage& stage, Point middle);

}  // namespace storyreel::pipeline::card
