#include "pipeline/render/picture.hpp"

#include "pipeline/render/decode_apart.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

av::Frame load_picture(const std::filesystem::path& file, Size least, const std::stop_token& stop) {
  return decode_apart(file, {.least = least}, {}, stop);
}

void verify_picture(const std::filesystem::path& picture, const std::stop_token& stop) {
  decode_apart(picture, {}, {}, stop);
}

void verify_picture(const std::filesystem::path& picture) {
  verify_picture(picture, {});
}

}  // namespace storyreel::render
