#include "daemon/commands/shared.hpp"

#include <system_error>

#include "cache/repository.hpp"
#include "config/load.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "daemon/summary.hpp"

namespace storyreel::commands {
namespace {

constexpr std::size_t kTitleShown = 60;
constexpr std::size_t kTitlesListed = 10;

std::string titles(const std::vector<cache::Video>& videos) {
  std::string text;
  for (std::size_t i = 0; i < videos.size() && i < kTitlesListed; ++i) {
    text += "\n  " + one_line(videos[i].title, kTitleShown) + "  (" + videos[i].id + ")";
  }
  if (videos.size() > kTitlesListed) text += "\n  …";
  return text;
}

}  // namespace

config::Settings settings(const Arguments& arguments) {
  return config::load(config::find(arguments.config));
}

config::Settings settings_without_secrets(const Arguments& arguments) {
  return config::load(config::find(arguments.config), config::Secrets::left);
}

std::unique_ptr<cache::Database> database(const config::Settings& settings) {
  const auto file = settings.state.directory / "storyreel.db";
  std::error_code hidden;
  const bool is_there = std::filesystem::exists(file, hidden);
  if (hidden) {
    throw UsageError("can't look at " + file.string() + ": " + system_message(hidden.value()) +
                     "; run this as root, as the service's user, or as a member of its group");
  }
  if (!is_there) {
    throw UsageError("nothing was made yet: there is no " + file.string() +
                     "; start storyreel daemon");
  }
  return cache::open_read_only(file);
}

cache::Video one_video(cache::Database& database, const std::string& text) {
  const auto all = cache::videos::all(database);
  auto found = matching(all, text);
  if (found.size() == 1) return found.front();
  const std::string asked = "\"" + one_line(text, kTitleShown) + "\"";
  if (found.empty()) {
    throw UsageError("no video's title contains " + asked + "; there are:" + titles(all));
  }
  throw UsageError("more than one video is meant by " + asked +
                   "; say more of its title, or its id:" + titles(found));
}

}  // namespace storyreel::commands
