#include "pipeline/providers/picture_bytes.hpp"

#include "pipeline/render/picture_header.hpp"

namespace storyreel::pipeline {

const std::vector<std::string>& picture_types() {
  static const std::vector<std::string> kTypes{"image/", "application/octet-stream",
                                               "binary/octet-stream"};
  return kTypes;
}

std::optional<std::string> picture_extension(std::string_view bytes) {
  const auto header = render::read_picture_header(bytes);
  if (!header) return std::nullopt;
  switch (header->kind) {
    case render::PictureKind::jpeg:
      return "jpg";
    case render::PictureKind::png:
      return "png";
    case render::PictureKind::webp:
      return "webp";
    default:
      return std::nullopt;
  }
}

}  // namespace storyreel::pipeline
