#include "pipeline/render/adts.hpp"

#include <array>

#include "pipeline/render/refuse.hpp"

namespace storyreel::render {

namespace {

/// Sync word, MPEG-4, no CRC; AAC-LC, 48 kHz (index 3), two channels.
constexpr std::array<std::uint8_t, 3> kStart{0xFF, 0xF1, 0x4C};
constexpr std::uint8_t kChannels = 0x80;
constexpr std::uint8_t kFullness = 0x1F;
constexpr std::uint8_t kLast = 0xFC;

unsigned byte(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

}  // namespace

std::string adts_header(std::size_t size) {
  const auto length = size + kAdtsHeader;
  std::string header;
  for (auto start : kStart) header += static_cast<char>(start);
  header += static_cast<char>(kChannels | (length >> 11));
  header += static_cast<char>((length >> 3) & 0xFF);
  header += static_cast<char>(((length & 7) << 5) | kFullness);
  header += static_cast<char>(kLast);
  return header;
}

std::size_t adts_packet_size(std::string_view header) {
  if (header.size() < kAdtsHeader) return 0;
  for (std::size_t i = 0; i < kStart.size(); ++i)
    if (byte(header, i) != kStart[i]) return 0;
  if ((byte(header, 3) & 0xFC) != kChannels || byte(header, 6) != kLast) return 0;
  const std::size_t length =
      (byte(header, 3) & 3U) << 11 | byte(header, 4) << 3 | byte(header, 5) >> 5;
  return length > kAdtsHeader ? length - kAdtsHeader : 0;
}

AdtsReader::AdtsReader(std::filesystem::path file)
    : file_(std::move(file)), in_(file_, std::ios::binary) {
  if (!in_) refuse(file_, "can't be opened");
}

bool AdtsReader::read(std::string& packet) {
  std::array<char, kAdtsHeader> header{};
  in_.read(header.data(), header.size());
  if (in_.gcount() == 0) return false;
  packet.resize(adts_packet_size({header.data(), static_cast<std::size_t>(in_.gcount())}));
  in_.read(packet.data(), static_cast<std::streamsize>(packet.size()));
  if (packet.empty() || !in_) refuse(file_, "the sound is damaged; it has to be made again");
  return true;
}

}  // namespace storyreel::render
