#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"
#include "pipeline/render/picture.hpp"

/// Pictures come from strangers, so they are decoded by a child: this program, started again with a
/// hidden first argument. It reads the picture from standard input and writes an Answer and what
/// belongs to it to standard output, a file in memory. Before it reads anything it gives up all it
/// does not need: other files, the network, more memory and time than a picture takes.
namespace storyreel::render {

/// What a child is told, by its arguments.
struct DecoderOrder {
  Size least{};                      ///< as for load_picture(); 0x0: only see whether it decodes
  std::size_t memory = 1700u << 20;  ///< bytes it may take at most, whatever the picture's size
  seconds cpu{20};
};

std::vector<std::string> to_arguments(const DecoderOrder& order);

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

/// Does a child's work and ends the process when the arguments ask for it; else returns at once.
/// Stands first in main() of every program that loads pictures.
void decoder_child(int count, char** arguments);

}  // namespace storyreel::render
