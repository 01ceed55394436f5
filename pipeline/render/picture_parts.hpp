#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

/// The parts that picture files are made of. All take any bytes, end with them, and always go on.
namespace storyreel::render {

/// A JPEG's segments up to its first scan.
struct JpegPart {
  std::uint32_t marker;
  std::string_view body;
};
class JpegParts {
 public:
  explicit JpegParts(std::string_view bytes) : bytes_(bytes) {}
  std::optional<JpegPart> next();

 private:
  std::string_view bytes_;
  std::size_t at_ = 2;  ///< behind "start of image"
};

/// A named chunk of a PNG or WebP file. A body that the file cuts off is as long as it is.
struct Chunk {
  std::string_view name;
  std::string_view body;
};

/// A PNG's chunks, or those of RIFF data from `at` on.
class Chunks {
 public:
  enum class Kind { png, riff };
  Chunks(Kind kind, std::string_view bytes, std::size_t at) : kind_(kind), bytes_(bytes), at_(at) {}
  std::optional<Chunk> next();

  static Chunks of_png(std::string_view bytes) { return {Kind::png, bytes, 8}; }
  static Chunks of_webp(std::string_view bytes) { return {Kind::riff, bytes, 12}; }

 private:
  Kind kind_;
  std::string_view bytes_;
  std::size_t at_;
};

/// The body of the first chunk called `name`; nullopt where there is none.
std::optional<std::string_view> find_chunk(Chunks chunks, std::string_view name);

}  // namespace storyreel::render
