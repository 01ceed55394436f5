#include "pipeline/providers/providers.hpp"

namespace storyreel::pipeline {

Providers make_providers(const config::Settings& settings, Offload& offload) {
  return {.text = make_builtin_text(offload),
          .image = make_builtin_image(offload),
          .voice = make_builtin_voice(offload, settings.voice)};
}

}  // namespace storyreel::pipeline
