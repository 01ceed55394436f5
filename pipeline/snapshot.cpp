#include "pipeline/snapshot.hpp"

#include "cache/repository.hpp"

namespace storyreel::pipeline {
namespace {

using Origins = std::map<std::string, std::vector<cache::Origin>>;

Origins by_item(const std::vector<cache::Origin>& all) {
  Origins result;
  for (const auto& origin : all) result[origin.item_id].push_back(origin);
  return result;
}

}  // namespace

const cache::Fill* Snapshot::fill(const std::string& owner, std::string_view property) const {
  auto found = fills.find({owner, std::string(property)});
  return found == fills.end() ? nullptr : &found->second;
}

const cache::Job* Snapshot::job(const std::string& owner, std::string_view stage) const {
  for (const auto& job : jobs)
    if (job.owner_id == owner && job.stage == stage) return &job;
  return nullptr;
}

std::optional<Snapshot> load_snapshot(cache::Database& database, const std::string& video_id) {
  auto video = cache::videos::find(database, video_id);
  if (!video) return std::nullopt;
  Snapshot snapshot{.video = std::move(*video),
                    .items = cache::items::of_video(database, video_id),
                    .jobs = cache::jobs::of_video(database, video_id),
                    .fills = {},
                    .origins = cache::origins::of_video(database, video_id)};
  for (auto& fill : cache::fills::of_video(database, video_id)) {
    auto key = std::pair(fill.owner_id, fill.property);
    snapshot.fills.emplace(std::move(key), std::move(fill));
  }
  return snapshot;
}

std::vector<Sentence> sentences_of(const Snapshot& snapshot) {
  std::vector<Sentence> result;
  auto made = by_item(snapshot.origins);
  for (const auto& item : snapshot.items) {
    if (item.state != cache::ItemState::live || item.text.empty()) continue;
    const auto* prompt = snapshot.fill(item.id, property::kPrompt);
    result.push_back({.item = item.id,
                      .text = item.text,
                      .prompt = prompt ? prompt->value() : "",
                      .prompt_is_ours = !prompt || !prompt->theirs,
                      .section = item.section,
                      .take = item.take,
                      .changed_at = item.changed_at,
                      .made = std::move(made[item.id])});
  }
  return result;
}

}  // namespace storyreel::pipeline
