#include "pipeline/rules.hpp"

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

Inputs given_music(const std::filesystem::path& bed) {
  if (bed.empty()) return {};
  try {
    return {{given_key(bed), {bed, ""}}};
  } catch (const Error& error) {
    throw UsageError(std::string("music.bed: ") + error.what());
  }
}

}  // namespace

std::string given_key(const std::filesystem::path& file, const std::stop_token& stop) {
  return Hasher("given").add(hash_file(file, stop)).finish();
}

Rules rules_of(const config::Settings& settings, const Providers& providers,
               std::string public_url) {
  const auto* voice = providers.voice.get();
  const Tariffs tariffs{.picture = providers.image->tariff(), .character = voice->tariff()};
  auto given = given_music(settings.music.bed);
  return {.recipe = {.image = providers.image->identity(),
                     .voice =
                         [voice](const std::string& language) { return voice->identity(language); },
                     .music = given.empty() ? "" : given.begin()->first,
                     .notes = settings.voice.notes,
                     .render = settings.render,
                     .draws = {settings.image.provider, tariffs.picture.has_value()},
                     .speaks = {settings.voice.provider, tariffs.character.has_value()}},
          .given = std::move(given),
          .text = providers.text->identity(),
          .settle = settings.notion.settle,
          .most_sentences = settings.limits.sentences,
          .public_url = std::move(public_url),
          .uploads = settings.media.uploads(),
          .store = settings.media.stores() ? std::optional(settings.s3) : std::nullopt,
          .scripts = {.writes = providers.text->writes_scripts(), .retell = settings.script.retell},
          .tariffs = tariffs,
          .limits = settings.limits};
}

}  // namespace storyreel::pipeline
