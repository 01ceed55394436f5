#include "pipeline/render/picture_parts.hpp"

#include "pipeline/render/bytes.hpp"

namespace storyreel::render {

std::optional<JpegPart> JpegParts::next() {
  constexpr std::uint32_t kFill = 0xFF;
  constexpr std::uint32_t kScan = 0xDA;
  while (at_ + 4 <= bytes_.size() && big(bytes_, at_ + 1, 1) == kFill) ++at_;
  if (at_ + 4 > bytes_.size() || big(bytes_, at_, 1) != kFill) return std::nullopt;
  const auto marker = big(bytes_, at_ + 1, 1);
  const std::size_t length = big(bytes_, at_ + 2, 2);
  if (marker == kScan || length < 2) return std::nullopt;
  const auto body = part(bytes_, at_ + 4, length - 2);
  at_ += 2 + length;
  return JpegPart{marker, body};
}

std::optional<Chunk> Chunks::next() {
  if (at_ >= bytes_.size() || bytes_.size() - at_ < 8) return std::nullopt;
  const bool is_png = kind_ == Kind::png;
  const std::size_t length = is_png ? big(bytes_, at_, 4) : little(bytes_, at_ + 4, 4);
  const Chunk chunk{part(bytes_, is_png ? at_ + 4 : at_, 4), part(bytes_, at_ + 8, length)};
  constexpr std::size_t kPngChecksum = 4;
  at_ += 8 + length + (is_png ? kPngChecksum : length % 2);
  return chunk;
}

std::optional<std::string_view> find_chunk(Chunks chunks, std::string_view name) {
  while (const auto chunk = chunks.next())
    if (chunk->name == name) return chunk->body;
  return std::nullopt;
}

}  // namespace storyreel::render
