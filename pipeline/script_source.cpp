#include "pipeline/script_source.hpp"

#include <fmt/format.h>

#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::chrono::hours kFresh{24};

bool stands_still(const Snapshot& snapshot, milliseconds settle, Time now) {
  const auto& video = snapshot.video;
  return !snapshot.paused() && !video.trashed && !snapshot.halted() &&
         video.changed_at + settle <= now;
}

/// The failure of a stage that only a user can mend.
std::string refusal(const Snapshot& snapshot, std::string_view stage, std::string_view key) {
  const auto* job = snapshot.job(snapshot.video.id, stage);
  return job && job->key == key && !job->next ? job->error : "";
}

/// Whether a stage failed at the same thing, and is not to be tried now.
bool rests(const Snapshot& snapshot, std::string_view stage, std::string_view key, Time now) {
  const auto* job = snapshot.job(snapshot.video.id, stage);
  return job && job->key == key && pipeline::rests(job, now);
}

bool knows_workflow(const Snapshot& snapshot) {
  const auto* workflow = snapshot.fill(snapshot.video.id, property::kWorkflow);
  return !workflow || workflow->value().empty() || workflow->value() == "Narrated";
}

/// Why nobody writes a script for a page without one.
std::string why_unwritten(const cache::Video& video, const ScriptRules& rules) {
  if (rules.writes) return "";
  if (!video.transcript.empty())
    return "The builtin provider can't retell a transcript: write the script into this page, or "
           "set script.transcripts to \"verbatim\" in the configuration.";
  if (was_read(video))
    return "The video has no captions to take a script from: write it into this page.";
  return "The page has no script, and the builtin provider can't write one from a title: write it "
         "into this page.";
}

}  // namespace

bool was_read(const cache::Video& video) {
  return !video.url.empty() && video.read_url == video.url;
}

const std::string& script_of(const cache::Video& video, const ScriptRules& rules) {
  static const std::string kNone;
  if (!video.body.empty()) return video.body;
  if (!video.written.empty()) return video.written;
  return rules.retell || !was_read(video) ? kNone : video.transcript;
}

bool rests(const cache::Job* job, Time now) {
  return job && (!job->next || *job->next > now);
}

std::optional<Time> reads_again_at(const cache::Video& video) {
  if (!was_read(video) || !video.read_at) return std::nullopt;
  return *video.read_at + kFresh;
}

bool wants_reading(const Snapshot& snapshot, milliseconds settle, Time now) {
  const auto& video = snapshot.video;
  const auto again = reads_again_at(video);
  if (video.url.empty() || (was_read(video) && !(again && *again <= now))) return false;
  return stands_still(snapshot, settle, now) && !rests(snapshot, kReadStage, video.url, now);
}

bool wants_script(const Snapshot& snapshot, const ScriptRules& rules, milliseconds settle,
                  Time now) {
  const auto& video = snapshot.video;
  // A body that was cleared is no wish for another script.
  const bool open = snapshot.items.empty() || was_read(video);
  const bool known = video.url.empty() || was_read(video);
  return rules.writes && open && known && !video.title.empty() && script_of(video, rules).empty() &&
         knows_workflow(snapshot) && stands_still(snapshot, settle, now) &&
         !rests(snapshot, kScriptStage, video.title, now);
}

bool wants_ingest(const Snapshot& snapshot, const ScriptRules& rules, milliseconds settle,
                  Time now) {
  const auto& video = snapshot.video;
  const auto& script = script_of(video, rules);
  // What an edited row says the script is to be looked at for was taken before.
  const bool known = !video.taken_body.empty() || !snapshot.items.empty();
  return snapshot.open() && !script.empty() && stands_still(snapshot, settle, now) &&
         sha256(script) != video.taken_body && !rests(snapshot, kIngestStage, "", now) &&
         (known || script_problem(snapshot, rules).empty());
}

std::string script_problem(const Snapshot& snapshot, const ScriptRules& rules) {
  const auto& video = snapshot.video;
  if (!knows_workflow(snapshot))
    return fmt::format("The workflow {} is not in this version: choose Narrated.",
                       snapshot.fill(video.id, property::kWorkflow)->value());
  if (!script_of(video, rules).empty())
    return video.taken_body.empty()
               ? ""
               : "The script has no sentence: write one into this page, or restore a row.";
  if (!video.url.empty() && !was_read(video)) return refusal(snapshot, kReadStage, video.url);
  const auto unwritten = why_unwritten(video, rules);
  return unwritten.empty() ? refusal(snapshot, kScriptStage, video.title) : unwritten;
}

}  // namespace storyreel::pipeline
