// libFuzzer over what is read of a picture before it is decoded: its format and size, how it is
// turned, and the first frame of a WebP animation.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "pipeline/render/orientation.hpp"
#include "pipeline/render/picture_header.hpp"
#include "pipeline/render/webp.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::render {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSeeds{
    "\xFF\xD8\xFF\xE1\0\x22"
    "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    "\xFF\xC0\0\x11\x08\0\x10\0\x20\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"sv,
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0____"
    "\0\0\0\x1A"
    "eXIfII*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0____"sv,
    "RIFF\x60\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x1F\0\0\x0F\0\0ANMF\x1C\0\0\0"
    "\0\0\0\0\0\0\x1F\0\0\x0F\0\0\x64\0\0\0VP8L\x04\0\0\0\x2f\x1f\0\0EXIF\0\0\0\0"sv,
    "GIF89a\x20\0\x10\0\xF7\0\0__________________________"sv,
    "BM____\0\0\0\0____\x28\0\0\0\x20\0\0\0\xF0\xFF\xFF\xFF\x01\0\x18\0"sv,
    "II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x20\0\0\0\x01\x01\x03\0\x01\0\0\0\x10\0\0\0"sv,
    "\0\0\0\x18"
    "ftypavif\0\0\0\0mif1avif"sv,
};

[[noreturn]] void fail(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

void try_input(std::string_view bytes) {
  if (describe_other(bytes).empty()) fail("no word for what it is");
  const auto still = first_frame(bytes);
  if (still && first_frame(*still)) fail("a single frame that is an animation");
  const auto header = read_picture_header(bytes);
  if (!header) return;
  if (header->width <= 0 || header->height <= 0) fail("a size that is none");
  const auto turn = read_turn(header->kind, bytes);
  const Size stored{header->width, header->height};
  const auto size = turned(stored, turn);
  const Box whole{0, 0, size.width, size.height};
  if (to_stored(whole, stored, turn) != Box{0, 0, stored.width, stored.height})
    fail("a turn that leaves the picture");
}

}  // namespace
}  // namespace storyreel::render

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::render::kSeeds, {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::render::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
