#include "notion/workspace/media_types.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/values.hpp"

namespace storyreel::workspace {
namespace {

struct MediaType {
  std::string_view type;
  std::string_view extensions;  ///< parted by spaces; the first is the usual one
};

/// An extension that stands twice means the type that stands first.
constexpr std::array kTypes{
    MediaType{"image/gif", "gif"},
    MediaType{"image/heic", "heic"},
    MediaType{"image/jpeg", "jpg jpeg"},
    MediaType{"image/png", "png"},
    MediaType{"image/apng", "apng"},
    MediaType{"image/svg+xml", "svg"},
    MediaType{"image/tiff", "tiff tif"},
    MediaType{"image/webp", "webp"},
    MediaType{"image/avif", "avif"},
    MediaType{"image/bmp", "bmp"},
    MediaType{"image/vnd.microsoft.icon", "ico"},
    MediaType{"image/x-icon", "ico"},
    MediaType{"video/mp4", "mp4 m4v gifv"},
    MediaType{"video/webm", "webm"},
    MediaType{"video/quicktime", "mov qt"},
    MediaType{"video/mpeg", "mpeg"},
    MediaType{"video/x-matroska", "mkv"},
    MediaType{"video/x-msvideo", "avi"},
    MediaType{"video/x-ms-asf", "asf wmv"},
    MediaType{"video/x-flv", "flv"},
    MediaType{"video/x-f4v", "f4v"},
    MediaType{"video/x-amv", "amv"},
    MediaType{"application/mp4", "mp4"},
    MediaType{"audio/mpeg", "mp3 mpga"},
    MediaType{"audio/mp4", "m4a m4b"},
    MediaType{"audio/wav", "wav"},
    MediaType{"audio/ogg", "ogg oga opus"},
    MediaType{"audio/aac", "aac adts"},
    MediaType{"audio/midi", "mid midi"},
    MediaType{"audio/x-ms-wma", "wma"},
    MediaType{"application/pdf", "pdf"},
    MediaType{"application/json", "json"},
    MediaType{"application/zip", "zip"},
    MediaType{"text/plain", "txt"},
    MediaType{"text/csv", "csv"},
    MediaType{"text/markdown", "md"},
    MediaType{"text/html", "html htm"},
    MediaType{"application/msword", "doc dot"},
    MediaType{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    MediaType{"application/vnd.openxmlformats-officedocument.wordprocessingml.template", "dotx"},
    MediaType{"application/vnd.ms-excel", "xls xlt xla"},
    MediaType{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    MediaType{"application/vnd.openxmlformats-officedocument.spreadsheetml.template", "xltx"},
    MediaType{"application/vnd.ms-powerpoint", "ppt pot pps ppa"},
    MediaType{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    MediaType{"application/vnd.openxmlformats-officedocument.presentationml.template", "potx"},
};

bool has_extension(const MediaType& type, std::string_view extension) {
  return (" " + std::string(type.extensions) + " ").contains(" " + std::string(extension) + " ");
}

/// In lower case; empty when there is none.
std::string extension_in(std::string_view filename) {
  const auto dot = filename.rfind('.');
  if (dot == filename.npos || filename.substr(dot).contains(' ')) return {};
  return fold(filename.substr(dot + 1));
}

}  // namespace

std::string_view media_type_of(std::string_view filename) {
  const auto extension = extension_in(filename);
  for (const auto& type : kTypes)
    if (!extension.empty() && has_extension(type, extension)) return type.type;
  return {};
}

bool is_extension_of(std::string_view filename, std::string_view type) {
  const auto extension = extension_in(filename);
  const auto found = std::ranges::find(kTypes, type, &MediaType::type);
  return found != kTypes.end() && !extension.empty() && has_extension(*found, extension);
}

std::string plain_media_type(std::string_view type) {
  auto plain = fold(type.substr(0, type.find(';')));
  plain.erase(plain.find_last_not_of(" \t") + 1);
  return plain;
}

bool is_media_type(std::string_view type) {
  return !extension_of(type).empty();
}

std::string_view extension_of(std::string_view type) {
  const auto found = std::ranges::find(kTypes, plain_media_type(type), &MediaType::type);
  if (found == kTypes.end()) return {};
  return found->extensions.substr(0, found->extensions.find(' '));
}

std::string_view category_of(std::string_view type) {
  for (const std::string_view each : {"audio", "image", "video"})
    if (type.starts_with(each)) return each;
  return type == "application/pdf" ? "pdf" : "productivity";
}

}  // namespace storyreel::workspace
