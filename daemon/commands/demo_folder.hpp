#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "config/settings.hpp"
#include "daemon/commands/workspace_thread.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel::commands {

/// What stands where in the demo's folder.
struct DemoFolder {
  std::filesystem::path root;

  std::filesystem::path config() const { return root / "storyreel.toml"; }
  std::filesystem::path workspace() const { return root / "workspace"; }
  std::filesystem::path log() const { return root / "state" / "log" / "status.log"; }
  std::filesystem::path film() const { return root / "film.mp4"; }
  std::filesystem::path subtitles() const { return root / "film.srt"; }
};

/// Makes the folder, or takes it as it is. Throws UsageError when it can't be written.
DemoFolder open_folder(const std::filesystem::path& root);

/// Where the folder's workspace listens: as its configuration says, or on a free port.
std::string workspace_listen(const DemoFolder& folder);

/// The folder's configuration, written at the first run with a free port for media.
config::Settings demo_settings(Executor loop, const DemoFolder& folder,
                               const workspace::Workspace& workspace);

/// Puts `from` at `to`, whatever stood there, in one step: linked, or copied where that can't be,
/// which takes its time. Leaves nothing beside `to` where it fails or is stopped.
void place(const std::filesystem::path& from, const std::filesystem::path& to,
           const std::stop_token& stop = {});

}  // namespace storyreel::commands
