#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

/// AAC-LC, 48 kHz, stereo, as packets with ADTS headers: a file that players take, and whose
/// packets can be copied.
namespace storyreel::render {

/// The codec header of such sound in MP4 (AudioSpecificConfig).
constexpr std::string_view kAacConfig{"\x11\x90", 2};

constexpr std::size_t kAdtsHeader = 7;

/// The header before a packet of `size` bytes.
std::string adts_header(std::size_t size);

/// Bytes of the packet behind a header; 0 when it is no header of ours.
std::size_t adts_packet_size(std::string_view header);

/// Reads packets one by one. Throws Error naming the file when it is damaged.
class AdtsReader {
 public:
  explicit AdtsReader(std::filesystem::path file);

  /// The next packet without its header, or false at the end.
  bool read(std::string& packet);

 private:
  std::filesystem::path file_;
  std::ifstream in_;
};

}  // namespace storyreel::render
