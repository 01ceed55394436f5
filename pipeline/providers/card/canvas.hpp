#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pipeline/providers/card/colour.hpp"
#include "pipeline/render/drawing.hpp"

namespace storyreel::pipeline::card {

/// A place on a canvas that is 1,000 units high, whatever its pixels.
struct Point {
  double x = 0;
  double y = 0;
};

/// From one colour at height `from_y` to another at `to_y`.
struct Wash {
  Colour from;
  Colour to;
  double from_y = 0;
  double to_y = 1000;
};

enum class Side { left, middle, right };

/// A few large words.
struct Lettering {
  std::string text;
  std::string language;
  Side side = Side::left;
  double y = 0;  ///< upper edge
  double most_height = 0;
  Colour ink;
  Colour shadow;
};

/// A picture in the making: what the painter's motifs draw with.
class Canvas {
 public:
  static constexpr double kHeight = 1000;

  Canvas(int width, int height);  ///< pixels
  double width() const { return width_; }

  void wash(const Wash& wash);  ///< all of it
  void polygon(std::span<const Point> points, const Wash& wash);
  void polygon(std::span<const Point> points, const Colour& colour);
  void disc(Point centre, double radius, const Wash& wash);
  void disc(Point centre, double radius, const Colour& colour);
  void ellipse(Point centre, double across, double down, const Colour& colour);
  void ring(Point centre, double radius, double thickness, const Colour& colour);
  void box(Point corner, double width, double height, const Wash& wash);
  void box(Point corner, double width, double height, const Colour& colour);
  void line(std::span<const Point> points, double thickness, const Colour& colour);
  void glow(Point centre, double radius, const Colour& colour);  ///< fades to nothing
  void corners(const Colour& colour);                            ///< darkens them softly

  /// Draws the words as large as fits on two lines inside the area that no motion cuts off, and
  /// gives their box's lower edge.
  double letters(const Lettering& lettering);

  int columns() const;
  int rows() const;
  std::span<const std::uint32_t> row(int y) const;  ///< 0xAARRGGBB; call flush() before
  void flush();

 private:
  void paint(const Wash& wash);
  void trace(std::span<const Point> points);

  render::Surface surface_;
  render::Context context_;
  double width_;
};

/// The characters of `text` for which no installed font has a glyph, if it were drawn on a card.
int missing_glyphs(const std::string& text, const std::string& language);

}  // namespace storyreel::pipeline::card
