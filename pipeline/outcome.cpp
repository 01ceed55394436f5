#include "pipeline/outcome.hpp"

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/failure.hpp"
#include "pipeline/ingest.hpp"
#include "pipeline/selection.hpp"
#include "pipeline/stages/make.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Artifact;
using cache::Database;
using cache::Job;

constexpr std::string_view kThumbnail = "thumbnail";

std::optional<std::string> damaged_input(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const DamagedInput& damaged) {
    return damaged.key;
  } catch (...) {
    return std::nullopt;
  }
}

/// How often the same step failed before.
int attempts_before(Database& database, const FailedStep& step) {
  for (const auto& job : cache::jobs::of_video(database, step.video))
    if (job.owner_id == step.owner && job.stage == step.stage && job.key == step.key)
      return job.attempts;
  return 0;
}

bool holds(const cache::Video& video, const std::string& script) {
  if (!video.body.empty()) return video.body == script;
  return video.written == script || video.transcript == script;
}

void fill_thumbnail(Database& database, const std::string& video, const std::string& url) {
  auto fill = cache::fills::find(database, video, property::kCover);
  // A film's contact sheet is a better one.
  if (fill && !fill->inputs.empty() && fill->inputs != kThumbnail) return;
  if (!fill) fill = cache::Fill{.owner_id = video, .property = std::string(property::kCover)};
  fill->ours = url;
  fill->inputs = kThumbnail;
  cache::fills::save(database, *fill);
}

}  // namespace

void save_passages(Database& database, const std::string& video_id, const std::string& script,
                   const std::vector<Passage>& passages) {
  auto snapshot = load_snapshot(database, video_id);
  if (!snapshot || !holds(snapshot->video, script) || !snapshot->open()) return;
  auto& video = snapshot->video;
  for (const auto& item : take_passages(video_id, std::move(snapshot->items), passages)) {
    // A row that Notion never saw has nothing to be trashed.
    if (item.state == cache::ItemState::dropped && item.page_id.empty())
      cache::items::remove(database, item.id);
    else
      cache::items::save(database, item);
  }
  video.taken_body = sha256(script);
  for (const auto stage : {kIngestStage, kBodyOwed}) cache::jobs::remove(database, video_id, stage);
  cache::videos::save(database, video);
}

void save_reading(Database& database, const std::string& video_id, const std::string& url,
                  const VideoInfo& read, const std::string& transcript) {
  auto video = cache::videos::find(database, video_id);
  if (!video || video->url != url) return;
  // What was written from another video is none of this one.
  if (video->read_url != url) video->written.clear();
  video->read_url = url;
  video->read_at = now();
  video->site_id = read.id;
  video->site_title = read.title;
  video->channel = read.channel;
  video->duration = read.duration;
  video->views = read.views;
  video->published = read.published;
  video->transcript = transcript;
  cache::jobs::remove(database, video_id, kReadStage);
  cache::videos::save(database, *video);
  if (!read.thumbnail.empty()) fill_thumbnail(database, video_id, read.thumbnail);
}

void save_reading_time(Database& database, const std::string& video_id, const std::string& url) {
  auto video = cache::videos::find(database, video_id);
  if (!video || video->url != url) return;
  video->read_at = now();
  cache::videos::save(database, *video);
}

void save_script(Database& database, const std::string& video_id, const std::string& url,
                 const std::string& script) {
  auto video = cache::videos::find(database, video_id);
  if (!video || video->url != url) return;
  video->written = script;
  cache::jobs::remove(database, video_id, kScriptStage);
  cache::videos::save(database, *video);
}

void save_fills(Database& database, const std::string& video,
                const std::vector<cache::Fill>& made) {
  for (const auto& fill : made) {
    if (fill.owner_id != video && !cache::items::find(database, fill.owner_id)) continue;
    auto stored = cache::fills::find(database, fill.owner_id, fill.property).value_or(fill);
    stored.ours = fill.ours;
    stored.inputs = fill.inputs;
    cache::fills::save(database, stored);
  }
  cache::jobs::remove(database, video, kWriteStage);
  cache::videos::touch(database, video);
}

std::vector<Artifact> load_inputs(Database& database, const Target& target) {
  std::vector<Artifact> result;
  for (const auto& key : target.needs) {
    auto artifact = cache::artifacts::find(database, key);
    if (!artifact) throw DamagedInput(key);
    result.push_back(std::move(*artifact));
  }
  return result;
}

void save_made(Database& database, const std::string& video_id, const Target& target,
               const std::vector<Artifact>& made, const std::optional<cache::Origin>& origin) {
  for (const auto& artifact : made) cache::artifacts::save(database, artifact);
  if (origin && cache::items::find(database, origin->item_id))
    select_made(database, *origin, cache::candidates::of_video(database, video_id));
  cache::jobs::remove(database, target.owner, words(target.stage).name);
  cache::videos::touch(database, video_id);
}

std::string save_failure(Database& database, const FailedStep& step) {
  cache::videos::touch(database, step.video);
  if (const auto damaged = damaged_input(step.failure)) {
    cache::artifacts::remove(database, *damaged);
    return "";
  }
  Job job{.owner_id = step.owner, .stage = step.stage, .key = step.key, .started_at = now()};
  job.attempts = attempts_before(database, step) + 1;
  const auto verdict = judge(step.failure, step.noun, job.attempts, now());
  job.error = verdict.error;
  job.next = verdict.next;
  cache::jobs::save(database, job);
  // From here on the next attempt is the user's wish.
  if (!job.next) cache::ledger::tell(database, step.owner, step.stage);
  return job.error;
}

}  // namespace storyreel::pipeline
