#include "pipeline/render/av/error.hpp"

extern "C" {
#include <libavutil/error.h>
#include <libavutil/log.h>
}

#include <array>

#include "pipeline/render/refuse.hpp"

namespace storyreel::render::av {

int check(int code, std::string_view what, const std::filesystem::path& file) {
  if (code >= 0) return code;
  throw_system(refusal(file, std::string(what).append(": ").append(words(code))), AVUNERROR(code));
}

std::string words(int code) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(code, text.data(), text.size());
  return text.data();
}

void quiet() {
  av_log_set_level(AV_LOG_QUIET);
}

}  // namespace storyreel::render::av
