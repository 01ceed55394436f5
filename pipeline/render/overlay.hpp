#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/picture.hpp"

namespace storyreel::render {

/// A drawn subtitle, ready to be laid on any number of frames.
class Overlay {
 public:
  /// Draws `text` (lines parted by '\n', any script) at the bottom of a film, inside the safe area.
  Overlay(const std::string& text, const std::string& language, Size film);

  /// Lays it on a YUV 4:2:0 frame of the film's size.
  void blend(AVFrame& frame) const;

 private:
  /// What is laid on one plane: colour already multiplied with its alpha.
  struct Layer {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> colour;
    std::vector<std::uint8_t> alpha;
  };
  static void blend_layer(const Layer& layer, const av::Plane& to);

  std::array<Layer, 3> layers_;
};

}  // namespace storyreel::render
