#pragma once

#include <cstddef>
#include <filesystem>

namespace storyreel::test {

/// Adds `videos` finished videos of `sentences` sentences each to a studio that `storyreel init`
/// has set up, some milliseconds a sentence instead of seconds: pages, details databases, rows and
/// views in the workspace's file, and record, mirror, artifacts and links in the daemon's state
/// directory, all by the program's own functions, as if they had been made a minute apart until
/// yesterday. A daemon that starts on them finds nothing to do.
///
/// The artifacts are one sentence's under all the names: they can be played and joined to what is
/// made of edits, but show and say the same all over. `sentences`: at least 3.
///
/// `config`: must set media.public_url, as links hold it. `workspace`: its folder. Neither a
/// workspace nor a daemon may run there. Throws Error.
void make_finished_videos(const std::filesystem::path& config,
                          const std::filesystem::path& workspace, std::size_t videos,
                          std::size_t sentences);

}  // namespace storyreel::test
