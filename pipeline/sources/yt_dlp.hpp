#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "daemon/runtime/child.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/task.hpp"
#include "pipeline/providers/till.hpp"
#include "pipeline/sources/video_info.hpp"

namespace storyreel::pipeline {

/// Reads videos of others by the program yt-dlp: one at a time, with a pause between two, and not
/// at all for a while after the site asked for less. Loop thread; the program runs on the pool.
class YtDlp {
 public:
  YtDlp(Offload& offload, config::Source settings);

  /// When the next video may be read; now, or before, when it may be at once.
  Time free_at(Time now) const;

  /// What the site says of the video at the row's URL. Throws ProviderError, whose words are whole
  /// sentences.
  Task<VideoInfo> info(std::string url);

  /// What is said in it, as a script; empty when it has no captions. Likewise.
  Task<std::string> transcript(VideoInfo video);

 private:
  struct Turn;
  Task<ChildResult> run(std::vector<std::string> words);
  ProviderError failed(const std::string& errors);

  Offload& offload_;
  config::Source settings_;
  bool busy_ = false;
  Time next_{};         ///< the pause is over
  Time rests_until_{};  ///< the site wants to be left alone
  int rests_ = 0;       ///< in a row
};

/// The program's words: to describe the video at `url` (which source_url gave) on its standard
/// output, and to write the captions that a description in `info` names into `folder`. Pure.
std::vector<std::string> describe_command(const config::Source& settings, const std::string& url);
std::vector<std::string> captions_command(const config::Source& settings,
                                          const std::filesystem::path& info,
                                          const std::filesystem::path& folder);

}  // namespace storyreel::pipeline
