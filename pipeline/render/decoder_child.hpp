#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "daemon/runtime/time.hpp"
#include "pipeline/render/picture.hpp"

/// Pictures come from strangers, so each is decoded by a child of its own. This program, started
/// again with a hidden first argument, is the parent: it stands by, reads nothing but orders, and
/// forks. The child reads the picture from standard input and writes an Answer and what belongs to
/// it to standard output, a file in memory. Before it reads anything it gives up all it does not
/// need: other files, the network, more memory and time than a picture takes.
namespace storyreel::render {

/// The hidden argument.
constexpr std::string_view kDecoderArgument = "--decode-pictures";

/// What a child is told. The parent finds it on its standard input, a socket, with three
/// descriptors (handover.hpp): the picture, the file for the answer, and a socket by which it tells
/// in an int how the child ended, and which it is told by to kill the child: by its being closed.
struct DecoderOrder {
  Size least{};                      ///< as for load_picture(); 0x0: only see whether it decodes
  std::size_t memory = 1700u << 20;  ///< bytes it may take at most, whatever the picture's size
  seconds cpu{20};
};

/// What stands at the beginning of a child's output. The bytes of the planes follow, without gaps,
/// or the words of the refusal.
struct Answer {
  enum Kind : std::uint32_t { frame = 0x53524631, sound, refused };
  std::uint32_t kind = refused;
  std::int32_t width = 0;
  std::int32_t height = 0;
};

/// Bytes of a YUV 4:2:0 frame; both sides are even.
constexpr std::size_t frame_bytes(Size size) {
  return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3 / 2;
}

/// The longest answer to an order, in bytes. Frames are about twice as long as `least` at most, but
/// of pictures of a few pixels whole ones count.
std::size_t most_bytes(Size least);

/// Is parent, and child, and ends the process when the arguments ask for it; else returns at once.
/// Stands first in main() of every program that loads pictures.
void decoder_child(int count, char** arguments);

}  // namespace storyreel::render
