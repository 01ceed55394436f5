#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cache/cache.hpp"
#include "cache/origins.hpp"
#include "cache/records.hpp"
#include "cache/stages.hpp"

namespace storyreel::pipeline {

/// Our names of the properties that are filled in for the user.
namespace property {
constexpr std::string_view kWorkflow = "Workflow";
constexpr std::string_view kLanguage = "Language";
constexpr std::string_view kTitle = "Optimized Title";
constexpr std::string_view kDescription = "Optimized Description";
constexpr std::string_view kKeywords = "Keywords";
constexpr std::string_view kPrompt = "Image Prompt";
constexpr std::string_view kCover = "(cover)";  ///< of the video's page
}  // namespace property

using cache::kAbsence;
using cache::kBodyOwed;
using cache::kDetailsGone;
using cache::kHalt;

/// The stage of a job that reads the video at a video's URL, which is its key.
constexpr std::string_view kReadStage = "read";

/// The stage of a job that has a video's script written, whose key is its title.
constexpr std::string_view kScriptStage = "script";

/// The stage of a job that takes a video's script into rows.
constexpr std::string_view kIngestStage = "ingest";

/// The stage of a job that writes a video's text: prompts, description, language.
constexpr std::string_view kWriteStage = "write";

/// All the record says of one video, read in one transaction.
struct Snapshot {
  cache::Video video;
  std::vector<cache::Item> items;  ///< in order; every state
  std::vector<cache::Job> jobs;
  std::map<std::pair<std::string, std::string>, cache::Fill> fills;  ///< by owner and property
  std::vector<cache::Origin> origins{};  ///< of what stands, the oldest of a row first

  const cache::Fill* fill(const std::string& owner, std::string_view property) const;
  const cache::Job* job(const std::string& owner, std::string_view stage) const;
  /// By its user, or because its rows are gone.
  bool paused() const { return video.paused || job(video.id, kDetailsGone); }
  /// Rows vanished, and which of them are meant to is not known yet.
  bool halted() const { return job(video.id, kHalt) || job(video.id, kAbsence); }
  /// The script goes into the rows: it is not approved yet, or was before it was taken.
  bool open() const {
    return !video.approved || video.taken_body.empty() || job(video.id, kBodyOwed);
  }
};

std::optional<Snapshot> load_snapshot(cache::Database& database, const std::string& video_id);

/// A row that is a sentence of the film: live, with text.
struct Sentence {
  std::string item;  ///< id
  std::string text;
  std::string prompt;          ///< in force; empty while none is written
  bool prompt_is_ours = true;  ///< then the picture follows the text as well
  std::string section{};       ///< the heading it stands below; empty: that of the one before
  int take = 0;
  Time changed_at{};
  std::vector<cache::Origin> made{};  ///< of it before, and stands; the oldest first
};

/// The film's sentences in order.
std::vector<Sentence> sentences_of(const Snapshot& snapshot);

}  // namespace storyreel::pipeline
