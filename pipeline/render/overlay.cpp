#include "pipeline/render/overlay.hpp"

#include <algorithm>

#include "pipeline/render/drawing.hpp"

namespace storyreel::render {

namespace {

/// A plane's value of opaque black, and what each colour adds: BT.709, limited range, of 255.
struct Mix {
  double black;
  double red;
  double green;
  double blue;
};
constexpr std::array<Mix, 3> kMixes{{
    {16, 0.2126 * 219, 0.7152 * 219, 0.0722 * 219},
    {128, -0.114572 * 224, -0.385428 * 224, 0.5 * 224},
    {128, 0.5 * 224, -0.454153 * 224, -0.045847 * 224},
}};

/// Sums over a square of pixels, premultiplied.
struct Sum {
  unsigned alpha = 0;
  unsigned red = 0;
  unsigned green = 0;
  unsigned blue = 0;
};

Sum sum_square(const Drawing& drawing, int column, int row, int side) {
  Sum sum;
  for (int y = row; y < row + side; ++y)
    for (int x = column; x < column + side; ++x) {
      const auto pixel = drawing.pixel(x, y);
      sum.alpha += pixel >> 24;
      sum.red += pixel >> 16 & 0xFF;
      sum.green += pixel >> 8 & 0xFF;
      sum.blue += pixel & 0xFF;
    }
  return sum;
}

std::uint8_t byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

}  // namespace

Overlay::Overlay(const std::string& text, const std::string& language, Size film) {
  const auto drawing = draw_subtitle(text, language, film);
  for (std::size_t index = 0; index < layers_.size(); ++index) {
    const int side = index == 0 ? 1 : 2;
    const auto& mix = kMixes[index];
    auto& layer = layers_[index];
    layer = {drawing.x / side,
             drawing.y / side,
             drawing.size.width / side,
             drawing.size.height / side,
             {},
             {}};
    for (int y = 0; y < layer.height; ++y)
      for (int x = 0; x < layer.width; ++x) {
        const auto sum = sum_square(drawing, x * side, y * side, side);
        const double colour =
            mix.black * sum.alpha + mix.red * sum.red + mix.green * sum.green + mix.blue * sum.blue;
        layer.colour.push_back(byte(colour / 255 / (side * side)));
        layer.alpha.push_back(byte(static_cast<double>(sum.alpha) / (side * side)));
      }
  }
}

void Overlay::blend_layer(const Layer& layer, const av::Plane& to) {
  for (int y = 0; y < layer.height; ++y) {
    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(layer.width);
    const auto* colour = &layer.colour[at];
    const auto* alpha = &layer.alpha[at];
    auto* row = to.row(layer.y + y) + layer.x;
    for (int x = 0; x < layer.width; ++x)
      row[x] = static_cast<std::uint8_t>(
          std::min(255, colour[x] + (row[x] * (255 - alpha[x]) + 127) / 255));
  }
}

void Overlay::blend(AVFrame& frame) const {
  for (int index : {0, 1, 2})
    blend_layer(layers_[static_cast<std::size_t>(index)], av::plane(frame, index));
}

}  // namespace storyreel::render
