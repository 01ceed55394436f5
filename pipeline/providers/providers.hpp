#pragma once

#include <memory>

#include "config/settings.hpp"
#include "daemon/runtime/fetch.hpp"
#include "daemon/runtime/http_client.hpp"
#include "pipeline/providers/provider.hpp"

namespace storyreel::pipeline {

/// Who makes what, and the connections that the services among them have of their own: nothing that
/// is downloaded from a link shares one with anything that knows a key.
struct Providers {
  std::unique_ptr<HttpClient> http;
  std::unique_ptr<Fetcher> fetcher;
  std::unique_ptr<TextProvider> text;
  std::unique_ptr<ImageProvider> image;
  std::unique_ptr<VoiceProvider> voice;
  // Who makes it while the first one rests; null: nobody.
  std::unique_ptr<TextProvider> text_fallback{};
  std::unique_ptr<ImageProvider> image_fallback{};
  std::unique_ptr<VoiceProvider> voice_fallback{};

  /// Whether it is the fallback's turn.
  bool text_rests() const { return text_fallback && text->rests(); }
  bool image_rests() const { return image_fallback && image->rests(); }
  bool voice_rests() const { return voice_fallback && voice->rests(); }
};

/// Throws UsageError where a provider that the settings name lacks the key that it needs.
void require_keys(const config::Settings& settings);

/// The providers that the settings name. Throws UsageError where one lacks its program.
Providers make_providers(Executor loop, const config::Settings& settings, Offload& offload);

}  // namespace storyreel::pipeline
