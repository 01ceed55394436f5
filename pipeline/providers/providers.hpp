#pragma once

#include <memory>

#include "config/settings.hpp"
#include "pipeline/providers/provider.hpp"

namespace storyreel::pipeline {

/// Who makes what.
struct Providers {
  std::unique_ptr<TextProvider> text;
  std::unique_ptr<ImageProvider> image;
  std::unique_ptr<VoiceProvider> voice;
};

/// The providers that the settings name.
Providers make_providers(const config::Settings& settings, Offload& offload);

}  // namespace storyreel::pipeline
