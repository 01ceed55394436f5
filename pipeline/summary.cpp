#include "pipeline/summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "pipeline/text/text.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Item;
using cache::ItemStatus;
using cache::VideoStatus;

/// What exists, runs and failed of one sentence.
struct Parts {
  bool picture = false, voice = false, body = false, running = false;
  std::string error;
  std::string note;  ///< who made it, in place of the first choice
};

std::string note_of(const Target& target, const Standing& standing) {
  if (target.stage != Stage::illustrate && target.stage != Stage::speak) return "";
  for (const auto& made : standing.sentences[target.at].made)
    if (made.artifact == target.key && !made.instead_of.empty())
      return fmt::format("{} was made by {}, as {} rested.", words(target.stage).noun, made.maker,
                         made.instead_of);
  return "";
}

std::map<std::string, Parts> parts_of(const Snapshot& snapshot, const Standing& standing) {
  std::map<std::string, Parts> all;
  for (const auto& target : standing.targets) {
    auto& parts = all[target.owner];
    const bool there = standing.existing.contains(target.key);
    if (target.stage == Stage::illustrate) parts.picture = there;
    if (target.stage == Stage::speak) parts.voice = there;
    if (target.stage == Stage::body) parts.body = there;
    parts.running |= standing.running.contains(target.key);
    const auto* job = snapshot.job(target.owner, words(target.stage).name);
    if (job && job->key == target.key && !there && parts.error.empty()) parts.error = job->error;
    const auto* shown = target.stage == Stage::illustrate
                            ? snapshot.job(target.owner, cache::kShownPicture)
                            : nullptr;
    if (shown && parts.error.empty()) parts.error = shown->error;
    const auto note = there ? note_of(target, standing) : std::string();
    if (!note.empty()) parts.note += (parts.note.empty() ? "" : " ") + note;
  }
  return all;
}

ItemStatus status_of(const Parts& parts, bool approved) {
  if (!parts.error.empty()) return ItemStatus::pending;
  if (parts.picture && parts.voice && parts.body) return ItemStatus::complete;
  if (parts.picture) return ItemStatus::image_generated;
  return parts.running && approved ? ItemStatus::processing : ItemStatus::pending;
}

double progress_of(const Standing& standing) {
  if (standing.targets.empty()) return 0;
  const auto made = std::ranges::count_if(standing.targets, [&](const Target& target) {
    return standing.existing.contains(target.key);
  });
  // Two decimals: a whole percent is what Notion shows, and each change costs a request.
  const auto percent = 100 * made / std::ssize(standing.targets);
  return static_cast<double>(percent) / 100;
}

bool film_stands(const Standing& standing) {
  return !standing.targets.empty() && standing.targets.back().stage == Stage::film &&
         standing.existing.contains(standing.targets.back().key);
}

bool bodies_stand(const Standing& standing) {
  return std::ranges::all_of(standing.targets, [&](const Target& target) {
    const bool counts = target.stage == Stage::body || target.stage == Stage::illustrate ||
                        target.stage == Stage::speak;
    return !counts || standing.existing.contains(target.key);
  });
}

bool every_row_is_filled(const Snapshot& snapshot, const Standing& standing) {
  const bool described = snapshot.fill(snapshot.video.id, property::kDescription) != nullptr;
  const bool prompted = std::ranges::none_of(
      standing.sentences, [](const Sentence& sentence) { return sentence.prompt.empty(); });
  const bool placed = std::ranges::none_of(snapshot.items, [](const Item& item) {
    return item.state == cache::ItemState::live && !item.text.empty() && item.page_id.empty();
  });
  return described && prompted && placed;
}

std::string halt_of(const Snapshot& snapshot) {
  const auto* job = snapshot.job(snapshot.video.id, kHalt);
  return job ? job->error : "";
}

std::string film_problem(const Snapshot& snapshot, const Standing& standing) {
  const auto count = std::ssize(standing.sentences);
  if (snapshot.video.approved && count > standing.most_sentences)
    return fmt::format(
        "The script has {} sentences, and films are made of at most {}. Shorten it, or raise "
        "limits.sentences in the configuration.",
        count, standing.most_sentences);
  return "";
}

/// The rows' errors in one sentence for the video.
std::string rows_problem(const Snapshot& snapshot) {
  const auto failed = std::ranges::count_if(snapshot.items, [](const Item& item) {
    return item.state == cache::ItemState::live && item.status == ItemStatus::pending &&
           !item.error.empty();
  });
  if (failed == 0) return "";
  return fmt::format("{} {} an error; the film waits for {}.", failed,
                     failed == 1 ? "sentence has" : "sentences have", failed == 1 ? "it" : "them");
}

/// Whether the job is about something that is still wanted as it was then.
bool concerns(const cache::Job& job, const Snapshot& snapshot, const Standing& standing) {
  const auto& video = snapshot.video;
  if (job.error.empty()) return false;
  if (job.stage == kWriteStage) return job.key == standing.writing;
  if (job.stage == kReadStage) return job.key == video.url;
  if (job.stage == kScriptStage)
    return job.key == video.title && script_of(video, standing.scripts).empty();
  if (job.stage == cache::kShownPicture) return snapshot.video.approved;
  return std::ranges::any_of(standing.targets, [&](const Target& target) {
    return target.key == job.key && !standing.existing.contains(target.key);
  });
}

/// Jobs that other loops keep on a video have no key.
std::string own_job_problem(const Snapshot& snapshot, const Standing& standing) {
  for (const auto& job : snapshot.jobs)
    if (job.owner_id == snapshot.video.id && job.stage != kHalt && job.stage != kReadStage &&
        (job.key.empty() || concerns(job, snapshot, standing)) && !job.error.empty())
      return job.error;
  return "";
}

/// What is wrong with the URL.
std::string url_problem(const Snapshot& snapshot, const Standing& standing) {
  const auto* job = snapshot.job(snapshot.video.id, kReadStage);
  return job && concerns(*job, snapshot, standing) ? job->error : "";
}

/// The text provider gave up on the video.
bool writing_failed(const Snapshot& snapshot, const Standing& standing) {
  const auto* job = snapshot.job(snapshot.video.id, kWriteStage);
  return job && concerns(*job, snapshot, standing) && !job->next;
}

/// Whether nothing will change until a user does something.
bool stuck(const Snapshot& snapshot, const Standing& standing) {
  const bool failed = std::ranges::any_of(snapshot.jobs, [&](const cache::Job& job) {
    // A film whose sentences stand needs nothing of the video at its URL.
    return job.stage != kReadStage && concerns(job, snapshot, standing) && !job.next;
  });
  if (!failed || !standing.running.empty()) return false;
  const auto left = ready(standing.targets, standing.existing, standing.running, standing.sentences,
                          snapshot, standing.settle, standing.now);
  return left.now.empty() && !left.next;
}

VideoStatus making_status(const Snapshot& snapshot, const Standing& standing) {
  if (!snapshot.video.approved) return VideoStatus::awaiting_approval;
  if (film_stands(standing)) return VideoStatus::complete;
  if (stuck(snapshot, standing)) return VideoStatus::failed;
  return bodies_stand(standing) ? VideoStatus::rendering : VideoStatus::generating;
}

VideoStatus status_of(const Snapshot& snapshot, const Standing& standing) {
  if (!halt_of(snapshot).empty()) return VideoStatus::failed;
  if (snapshot.paused()) return VideoStatus::paused;
  const bool settled = snapshot.video.changed_at + standing.settle <= standing.now;
  if (standing.sentences.empty()) {
    if (!settled) return VideoStatus::fresh;
    return script_problem(snapshot, standing.scripts).empty() ? VideoStatus::ingesting
                                                              : VideoStatus::failed;
  }
  if (!film_problem(snapshot, standing).empty()) return VideoStatus::failed;
  if (!every_row_is_filled(snapshot, standing))
    return writing_failed(snapshot, standing) ? VideoStatus::failed : VideoStatus::scripting;
  return making_status(snapshot, standing);
}

std::string error_of(const Snapshot& snapshot, const Standing& standing) {
  const std::string late_edit =
      !snapshot.open() && standing.body_differs
          ? "The script was edited after approval, which changes nothing: edit the rows, or untick "
            "Script Approved first."
          : "";
  const bool settled = snapshot.video.changed_at + standing.settle <= standing.now;
  for (const auto& error :
       {halt_of(snapshot),
        standing.sentences.empty() && settled ? script_problem(snapshot, standing.scripts)
                                              : std::string{},
        film_problem(snapshot, standing), standing.held, own_job_problem(snapshot, standing),
        rows_problem(snapshot), late_edit, url_problem(snapshot, standing)})
    if (!error.empty()) return error;
  return "";
}

void summarise_items(Snapshot& snapshot, const Standing& standing) {
  const auto parts = parts_of(snapshot, standing);
  for (auto& item : snapshot.items) {
    const auto found = parts.find(item.id);
    const auto mine = found == parts.end() ? Parts{} : found->second;
    item.status = status_of(mine, snapshot.video.approved && !snapshot.paused());
    // It shows its picture, which is going to be taken back.
    const auto* shown = snapshot.job(item.id, cache::kShownPicture);
    if (shown && shown->error.empty() && item.status != ItemStatus::complete)
      item.status = ItemStatus::image_generated;
    // A row with an error is Pending: what stands on any other is no more than a note.
    item.error = item.status == ItemStatus::pending ? mine.error : mine.note;
    item.words = count_words(item.text);
  }
}

}  // namespace

void summarise(Snapshot& snapshot, const Standing& standing) {
  summarise_items(snapshot, standing);
  auto& video = snapshot.video;
  video.total = static_cast<int>(standing.sentences.size());
  video.completed = static_cast<int>(std::ranges::count_if(snapshot.items, [](const Item& item) {
    return item.state == cache::ItemState::live && !item.text.empty() &&
           item.status == ItemStatus::complete;
  }));
  video.status = status_of(snapshot, standing);
  video.error = error_of(snapshot, standing);
  video.progress = video.status == VideoStatus::complete ? 1 : progress_of(standing);
}

}  // namespace storyreel::pipeline
