#include "pipeline/providers/providers.hpp"

#include <array>
#include <fmt/format.h>
#include <string>

#include "daemon/runtime/error.hpp"
#include "pipeline/providers/remote_image.hpp"
#include "pipeline/providers/remote_text.hpp"
#include "pipeline/providers/remote_voice.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kBuiltin = "builtin";

/// Whoever isn't at another address than the provider's own wants a key.
void require_key(const config::Service& service, std::string_view provider,
                 std::string_view table) {
  const bool here = provider == kBuiltin || provider == "command" || provider == config::kNobody;
  if (here || !service.key.empty() || !service.base_url.empty()) return;
  throw UsageError(
      fmt::format("{}.key_file: the provider \"{}\" needs a key; name the file that "
                  "holds it",
                  table, provider));
}

template <class Dialect>
struct Choice {
  std::string_view provider;
  std::unique_ptr<Dialect> (*make)();
};

constexpr std::array kTexts{
    Choice<TextDialect>{"openai", make_openai_text},
    Choice<TextDialect>{"anthropic", make_anthropic_text},
};
constexpr std::array kImages{
    Choice<ImageDialect>{"openai", make_openai_image},
    Choice<ImageDialect>{"gemini", make_gemini_image},
    Choice<ImageDialect>{"leonardo", make_leonardo_image},
    Choice<ImageDialect>{"replicate", make_replicate_image},
};
constexpr std::array kVoices{
    Choice<VoiceDialect>{"openai", make_openai_voice},
    Choice<VoiceDialect>{"elevenlabs", make_elevenlabs_voice},
};

template <class Dialect, std::size_t N>
std::unique_ptr<Dialect> dialect_of(const std::array<Choice<Dialect>, N>& choices,
                                    const std::string& provider) {
  for (const auto& choice : choices)
    if (choice.provider == provider) return choice.make();
  throw UsageError("there is no provider " + provider);
}

std::unique_ptr<TextProvider> text_of(const config::Script& script, HttpClient& http,
                                      Offload& offload) {
  if (script.provider == config::kNobody) return nullptr;
  if (script.provider == kBuiltin) return make_builtin_text(offload);
  return make_remote_text({.service = {http, facts(script.provider, "text"), script.service},
                           .dialect = dialect_of(kTexts, script.provider),
                           .price_in = script.price_in,
                           .price_out = script.price_out});
}

std::unique_ptr<ImageProvider> image_of(const config::Image& image, HttpClient& http,
                                        Fetcher& fetcher, Offload& offload) {
  if (image.provider == config::kNobody) return nullptr;
  if (image.provider == kBuiltin) return make_builtin_image(offload);
  return make_remote_image({.service = {http, facts(image.provider, "picture"), image.service},
                            .dialect = dialect_of(kImages, image.provider),
                            .fetcher = &fetcher,
                            .price = image.price});
}

std::unique_ptr<VoiceProvider> voice_of(const config::Voice& voice, HttpClient& http,
                                        Offload& offload) {
  if (voice.provider == config::kNobody) return nullptr;
  if (voice.provider == kBuiltin) return make_builtin_voice(offload, voice);
  if (voice.provider == "command") return make_command_voice(offload, voice.command);
  return make_remote_voice({.service = {http, facts(voice.provider, "voice"), voice.service},
                            .dialect = dialect_of(kVoices, voice.provider),
                            .voice = voice.voice,
                            .price = voice.price});
}

}  // namespace

Providers make_providers(Executor loop, const config::Settings& settings, Offload& offload) {
  Providers made{.http = std::make_unique<HttpClient>(loop),
                 .fetcher = std::make_unique<Fetcher>(loop, settings.limits.allow_hosts)};
  made.text = text_of(settings.script, *made.http, offload);
  made.image = image_of(settings.image, *made.http, *made.fetcher, offload);
  made.voice = voice_of(settings.voice, *made.http, offload);
  made.text_fallback = text_of(settings.script_fallback, *made.http, offload);
  made.image_fallback = image_of(settings.image_fallback, *made.http, *made.fetcher, offload);
  made.voice_fallback = voice_of(settings.voice_fallback, *made.http, offload);
  return made;
}

void require_keys(const config::Settings& settings) {
  require_key(settings.script.service, settings.script.provider, "script");
  require_key(settings.image.service, settings.image.provider, "image");
  require_key(settings.voice.service, settings.voice.provider, "voice");
  require_key(settings.script_fallback.service, settings.script_fallback.provider,
              "script_fallback");
  require_key(settings.image_fallback.service, settings.image_fallback.provider, "image_fallback");
  require_key(settings.voice_fallback.service, settings.voice_fallback.provider, "voice_fallback");
}

}  // namespace storyreel::pipeline
