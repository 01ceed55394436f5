#include <algorithm>
#include <set>

#include "cache/repository.hpp"
#include "pipeline/snapshot.hpp"
#include "pipeline/work.hpp"

namespace storyreel::pipeline {
namespace {

/// Items that have a selected candidate of that kind.
int selected(const std::vector<cache::Candidate>& candidates, std::string_view kind,
             const std::vector<Sentence>& sentences) {
  std::set<std::string> items;
  for (const auto& candidate : candidates)
    if (candidate.selected && candidate.kind == kind) items.insert(candidate.item_id);
  return static_cast<int>(std::ranges::count_if(
      sentences, [&](const Sentence& sentence) { return items.contains(sentence.item); }));
}

}  // namespace

std::vector<StageCount> stage_counts(cache::Database& database, const std::string& video_id) {
  const auto snapshot = load_snapshot(database, video_id);
  if (!snapshot) return {};
  const auto sentences = sentences_of(*snapshot);
  const auto candidates = cache::candidates::of_video(database, video_id);
  const auto total = static_cast<int>(sentences.size());
  const auto prompts = static_cast<int>(std::ranges::count_if(
      sentences, [](const Sentence& sentence) { return !sentence.prompt.empty(); }));
  const bool complete = snapshot->video.status == cache::VideoStatus::complete;
  return {{"sentences", total, total},
          {"prompts", prompts, total},
          {"pictures", selected(candidates, "picture", sentences), total},
          {"voices", selected(candidates, "voice", sentences), total},
          {"clips", snapshot->video.completed, total},
          {"film", complete ? 1 : 0, 1}};
}

}  // namespace storyreel::pipeline
