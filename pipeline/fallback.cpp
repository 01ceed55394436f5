#include "pipeline/fallback.hpp"

#include <algorithm>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "pipeline/keys.hpp"

namespace storyreel::pipeline {

std::optional<StandIn> stand_in(const RenderJob& job, const Providers& providers,
                                const config::Settings& settings, const Recipe& recipe) {
  const auto stage = job.target.stage;
  const auto& language = job.timeline.language;
  const auto& first = maker_of(stage, recipe).name;
  if (stage == Stage::illustrate && providers.image_rests()) {
    const auto& second = *providers.image_fallback;
    return StandIn{{settings.image_fallback.provider, second.tariff().has_value(), first},
                   picture_key(second.identity(), job.sentence, language, recipe)};
  }
  if (stage == Stage::speak && providers.voice_rests()) {
    const auto& second = *providers.voice_fallback;
    return StandIn{{settings.voice_fallback.provider, second.tariff().has_value(), first},
                   voice_key(second.identity(language), job.sentence, language, recipe)};
  }
  return std::nullopt;
}

Before look_before(cache::Database& database, const Store& store, const std::string& video_id,
                   const Target& target, const StandIn& other) {
  const auto purchases = cache::ledger::of_video(database, video_id);
  const bool under_way = std::ranges::any_of(purchases, [&](const cache::Purchase& purchase) {
    if (purchase.owner_id != target.owner || purchase.stage != words(target.stage).name ||
        purchase.provider != other.maker.instead_of)
      return false;
    const bool goes_on = purchase.state == "open" && !purchase.provider_job.empty();
    return goes_on || store.delivery(purchase.id);
  });
  return {.under_way = under_way, .made = cache::artifacts::find(database, other.key)};
}

}  // namespace storyreel::pipeline
