#pragma once

#include <string_view>

#include "pipeline/render/av/frame.hpp"
#include "pipeline/render/picture.hpp"
#include "pipeline/render/picture_header.hpp"

namespace storyreel::render {

/// How a stored picture is turned to be looked at: its rows may become columns, and then either
/// direction may run backwards in the stored one.
struct Turn {
  bool transpose = false;
  bool flip_x = false;
  bool flip_y = false;

  bool operator==(const Turn&) const = default;
};

/// What the EXIF of a picture says; nothing where it has none, or none that can be read. Takes any
/// bytes.
Turn read_turn(PictureKind kind, std::string_view bytes);

/// A part of a picture.
struct Box {
  int x;
  int y;
  int width;
  int height;

  bool operator==(const Box&) const = default;
};

/// Where a box of the turned picture lies in the stored one of size `stored`.
Box to_stored(Box box, Size stored, Turn turn);

/// The size after turning, or before: both ways are the same.
Size turned(Size size, Turn turn);

/// A packed picture of four bytes a pixel, turned.
av::Frame turned(av::Frame rgba, Turn turn);

}  // namespace storyreel::render
