#include "daemon/runtime/media_type.hpp"

#include <array>
#include <utility>

namespace storyreel {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"png", "image/png"},
    {"webp", "image/webp"},
    {"mp4", "video/mp4"},
    {"m4a", "audio/mp4"},
    {"wav", "audio/wav"},
    {"srt", "application/x-subrip"},
    {"vtt", "text/vtt"},
}};

}  // namespace

std::string_view media_type_of(std::string_view name) {
  const auto extension = name.substr(name.rfind('.') + 1);
  for (const auto& [known, type] : kTypes) {
    if (known == extension) return type;
  }
  return "application/octet-stream";
}

}  // namespace storyreel
