#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/motion.hpp"

namespace storyreel::render {

/// A picture kept ready to be looked at through moving views, at any position between its pixels:
/// cubic interpolation, rows first. Not for two threads at once.
class Sampler {
 public:
  /// `picture` is YUV 4:2:0.
  explicit Sampler(const AVFrame& picture);

  Size size() const { return size_; }

  /// Draws what `view` shows into a writable frame of the film's size. The view lies inside.
  void draw(const View& view, AVFrame& frame);

 private:
  /// One plane around zero, its edges repeated outwards as far as the interpolation reaches.
  struct Layer {
    int width;
    int height;
    std::vector<std::int8_t> pixels;
    const std::int8_t* row(int y) const;
  };
  static Layer make_layer(const av::Plane& plane);

  /// Where each pixel of a row or column comes from: the first of four taps and their weights.
  struct Taps {
    std::vector<int> first;
    std::vector<std::int16_t> weights;
  };
  static void lay(Taps& taps, int count, double start, double step, double unit, int limit);

  void draw_plane(const Layer& layer, const av::Plane& to, const View& view, int index);

  Size size_;
  std::vector<Layer> layers_;
  Taps across_;
  Taps down_;
  std::vector<std::int16_t> line_;
};

}  // namespace storyreel::render
