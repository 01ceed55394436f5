#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <doctest/doctest.h>

#include "pipeline/providers/providers.hpp"
#include "pipeline/sources/yt_dlp.hpp"
#include "tests/support/vendor.hpp"

// The services themselves, for those who have an account: each case is run where a key of its
// provider is set, as STORYREEL_LIVE_OPENAI_KEY, and costs a few cents. YouTube is asked where
// STORYREEL_LIVE_YOUTUBE is set to the URL of a video with captions.
namespace storyreel::pipeline {
namespace {

using Texts = std::vector<std::string>;

const Texts kScript{"A boat lies in a calm harbour.", "Its lamp is lit."};

std::optional<std::string> set(const std::string& name) {
  const char* value = std::getenv(("STORYREEL_LIVE_" + name).c_str());
  return value && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

std::optional<Secret> key_of(std::string provider) {
  std::ranges::transform(provider, provider.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto key = set(provider + "_KEY");
  return key ? std::optional<Secret>(*key) : std::nullopt;
}

/// Providers by these settings, and a till.
struct Desk {
  explicit Desk(const config::Settings& settings)
      : providers(make_providers(vendor.loop(), settings, offload)) {}

  test::Vendor vendor;
  Offload offload{1};
  Providers providers;
  test::NotingTill till;
};

}  // namespace

TEST_CASE("live::text") {
  for (const auto* provider : {"openai", "anthropic"}) {
    const auto key = key_of(provider);
    if (!key) continue;
    CAPTURE(provider);
    config::Settings settings;
    settings.script.provider = provider;
    settings.script.service.key = *key;
    Desk desk(settings);
    auto& text = *desk.providers.text;
    CHECK_FALSE(desk.vendor.run(text.describe("The boat", kScript, "en", desk.till)).title.empty());
    CHECK(desk.vendor.run(text.prompts("The boat", kScript, {0, 1}, "en", desk.till)).size() == 2);
    const auto script = desk.vendor.run(
        text.script({.title = "Lighthouses", .transcript = {}, .language = "en"}, desk.till));
    CHECK(script.starts_with("# "));
  }
}

TEST_CASE("live::picture") {
  for (const auto* provider : {"openai", "gemini", "leonardo", "replicate"}) {
    const auto key = key_of(provider);
    if (!key) continue;
    CAPTURE(provider);
    config::Settings settings;
    settings.image.provider = provider;
    settings.image.service.key = *key;
    Desk desk(settings);
    const auto picture = desk.vendor.run(desk.providers.image->draw(
        {.prompt = "A boat in a calm harbour, watercolour", .width = 1280, .height = 720},
        desk.till));
    CHECK(picture.bytes.size() > 1'000);
    CHECK(desk.till.story.ends_with("paid"));
  }
}

TEST_CASE("live::voice") {
  for (const auto* provider : {"openai", "elevenlabs"}) {
    const auto key = key_of(provider);
    if (!key) continue;
    CAPTURE(provider);
    config::Settings settings;
    settings.voice.provider = provider;
    settings.voice.service.key = *key;
    Desk desk(settings);
    CHECK(desk.vendor.run(desk.providers.voice->speak(kScript[0], "en", desk.till))
              .starts_with("RIFF"));
  }
}

TEST_CASE("live::youtube") {
  const auto url = set("YOUTUBE");
  if (!url) return;
  test::Vendor vendor;
  Offload offload(1);
  config::Source source;
  source.program = set("YT_DLP").value_or(source.program);
  YtDlp program(offload, source);
  const auto video = vendor.run(program.info(*url));
  CHECK_FALSE(video.title.empty());
  CHECK_FALSE(video.channel.empty());
  CHECK_FALSE(vendor.run(program.transcript(video)).empty());
}

}  // namespace storyreel::pipeline
