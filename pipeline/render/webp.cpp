#include "pipeline/render/webp.hpp"

#include "pipeline/render/bytes.hpp"
#include "pipeline/render/picture_parts.hpp"

namespace storyreel::render {

namespace {

std::string word(std::size_t value) {
  std::string bytes;
  for (int shift : {0, 8, 16, 24}) bytes += static_cast<char>(value >> shift & 0xFF);
  return bytes;
}

std::string chunk(std::string_view name, std::string_view body) {
  std::string bytes(name);
  bytes.append(word(body.size())).append(body);
  if (body.size() % 2 == 1) bytes += '\0';
  return bytes;
}

}  // namespace

std::optional<std::string> first_frame(std::string_view bytes) {
  constexpr std::size_t kFrameHeader = 16;
  constexpr std::uint32_t kAnimated = 0x02;
  constexpr char kAlpha = 0x10;
  if (!(bytes.starts_with("RIFF") && part(bytes, 8, 8) == "WEBPVP8X")) return std::nullopt;
  if ((little(bytes, 20, 1) & kAnimated) == 0) return std::nullopt;
  const auto frame = find_chunk(Chunks::of_webp(bytes), "ANMF");
  if (!frame) return std::nullopt;
  std::string header(4, '\0');
  header[0] = kAlpha;
  header += part(*frame, 6, 6);  // its width and height, each less 1
  std::string content = "WEBP" + chunk("VP8X", header);
  content += part(*frame, kFrameHeader);
  return chunk("RIFF", content);
}

}  // namespace storyreel::render
