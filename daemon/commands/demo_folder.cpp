#include "daemon/commands/demo_folder.hpp"

#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

#include "config/load.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/full_disk.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/http_server.hpp"

namespace storyreel::commands {
namespace {

constexpr const char* kAnyPort = "127.0.0.1:0";

constexpr const char* kConfig =
    R"(# Made by `storyreel demo`. All of the demo stands in this folder: remove it to start afresh.
# With it, storyreel's other commands work here too: storyreel status --config storyreel.toml

[notion]
token_file = "workspace/integration.token"
parent_page = "{}"
base_url = "{}"
requests_per_minute = 0
poll_interval = "1s"
settle = "2s"
index_lag = "2s"

[state]
directory = "state"

[http]
listen = "{}"
)";

std::string free_address(Executor loop) {
  const HttpServer trial(loop, kAnyPort);
  return trial.host() + ":" + std::to_string(trial.port());
}

}  // namespace

DemoFolder open_folder(const std::filesystem::path& root) {
  std::error_code failed;
  std::filesystem::create_directories(root, failed);
  if (failed) throw UsageError(root.string() + " can't be made: " + system_message(failed.value()));
  if (::access(root.c_str(), W_OK | X_OK) != 0) {
    throw UsageError(root.string() + " can't be written: name another folder for the demo");
  }
  return {std::filesystem::absolute(root)};
}

std::string workspace_listen(const DemoFolder& folder) {
  if (!std::filesystem::exists(folder.config())) return kAnyPort;
  const std::string url = config::load(folder.config()).notion.base_url;
  const auto host = url.find("://");
  return host == std::string::npos ? url : url.substr(host + 3);
}

config::Settings demo_settings(Executor loop, const DemoFolder& folder,
                               const workspace::Workspace& workspace) {
  if (!std::filesystem::exists(folder.config())) {
    write_file(folder.config(),
               fmt::format(kConfig, workspace.studio_page(), workspace.url(), free_address(loop)));
  }
  auto settings = config::load(folder.config());
  // Not one that the environment names: that is another workspace's.
  settings.notion.token = Secret(workspace.integration_token());
  return settings;
}

void place(const std::filesystem::path& from, const std::filesystem::path& to,
           const std::stop_token& stop) {
  const std::filesystem::path beside = to.string() + "." + random_hex(4) + ".new";
  std::error_code failed;
  if (std::filesystem::equivalent(from, to, failed)) return;
  std::filesystem::create_hard_link(from, beside, failed);
  try {
    if (failed) copy_file(from, beside, stop);
    commit_file(beside, to);
  } catch (const FullDiskError&) {
    std::filesystem::remove(beside, failed);
    throw FullDiskError("the disk that holds " + to.string() + " is full: free some space.");
  } catch (...) {
    std::filesystem::remove(beside, failed);
    throw;
  }
}

}  // namespace storyreel::commands
