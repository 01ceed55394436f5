#include "pipeline/fallback.hpp"

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/stages/make.hpp"

namespace storyreel::pipeline {

std::optional<StandIn> stand_in(const RenderJob& job, const Providers& providers,
                                const config::Settings& settings, const Recipe& recipe) {
  const auto stage = job.target.stage;
  const auto& language = job.timeline.language;
  const auto& first = maker_of(stage, recipe).name;
  if (stage == Stage::illustrate && providers.image_fallback) {
    const auto& second = *providers.image_fallback;
    const auto request = picture_request(job);
    return StandIn{{settings.image_fallback.provider, second.tariff().has_value(), first},
                   picture_key(second.identity(), job.sentence, language, recipe),
                   providers.image->call_key(request),
                   second.call_key(request)};
  }
  if (stage == Stage::speak && providers.voice_fallback) {
    const auto& second = *providers.voice_fallback;
    const auto& text = job.timeline.shots[job.target.at].text;
    return StandIn{{settings.voice_fallback.provider, second.tariff().has_value(), first},
                   voice_key(second.identity(language), job.sentence, language, recipe),
                   providers.voice->call_key(text, language),
                   second.call_key(text, language)};
  }
  return std::nullopt;
}

Before look_before(cache::Database& database, const Store& store, const std::string& video_id,
                   const RenderJob& job, const StandIn& other) {
  Before before{.made = cache::artifacts::find(database, other.key)};
  for (const auto& purchase : cache::ledger::of_video(database, video_id)) {
    if (purchase.owner_id != job.target.owner || purchase.stage != words(job.target.stage).name)
      continue;
    const bool goes_on = purchase.state == "open" && !purchase.provider_job.empty();
    if (!goes_on && !store.delivery(purchase.id)) continue;
    before.begun_by_first |= purchase.key == other.first_call;
    before.begun_by_second |= purchase.key == other.second_call;
  }
  return before;
}

bool is_its_turn(const RenderJob& job, const Providers& providers, const Before& before) {
  if (before.begun_by_first) return false;
  const bool rests =
      job.target.stage == Stage::illustrate ? providers.image_rests() : providers.voice_rests();
  return rests || before.begun_by_second;
}

}  // namespace storyreel::pipeline
