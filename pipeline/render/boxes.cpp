#include "pipeline/render/boxes.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string>

namespace storyreel::render {

namespace {

/// A box at the top of an MP4 file.
struct Box {
  std::string kind;
  std::uint64_t size = 0;
};

std::uint64_t big_endian(const char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

/// The top boxes of a file; the last may be cut off.
std::vector<Box> boxes_of(const std::filesystem::path& film) {
  constexpr std::size_t kMostBoxes = 64;
  std::vector<Box> boxes;
  std::ifstream in(film, std::ios::binary);
  std::array<char, 16> head{};
  for (std::uint64_t at = 0; boxes.size() < kMostBoxes &&
                             in.seekg(static_cast<std::streamoff>(at)) &&
                             in.read(head.data(), 8);) {
    std::uint64_t size = big_endian(head.data(), 4);
    if (size == 1 && in.read(&head[8], 8)) size = big_endian(&head[8], 8);
    if (size < 8) break;
    boxes.push_back({std::string(&head[4], 4), size});
    at += size;
  }
  return boxes;
}

}  // namespace

std::string_view words(BoxFault fault) {
  return fault == BoxFault::cut
             ? "the file is cut off or has something added at its end"
             : "the index stands behind the content, so players can't start early";
}

std::vector<BoxFault> check_boxes(const std::filesystem::path& film) {
  std::uint64_t total = 0;
  bool index = false;
  bool is_late = false;
  for (const auto& box : boxes_of(film)) {
    total += box.size;
    index |= box.kind == "moov";
    is_late |= box.kind == "mdat" && !index;
  }
  std::vector<BoxFault> faults;
  std::error_code failed;
  if (total != std::filesystem::file_size(film, failed)) faults.push_back(BoxFault::cut);
  if (is_late) faults.push_back(BoxFault::late_index);
  return faults;
}

bool has_boxes(const std::filesystem::path& film) {
  const auto boxes = boxes_of(film);
  return !boxes.empty() && boxes.front().kind == "ftyp";
}

}  // namespace storyreel::render
