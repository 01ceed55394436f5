#include <exception>
#include <filesystem>
#include <unistd.h>

#include <SQLiteCpp/Statement.h>

#include "cache/cache.hpp"
#include "daemon/commands/checks.hpp"

namespace storyreel::commands {
namespace {

constexpr std::uintmax_t kLittleSpace = 2ull << 30;
constexpr std::uintmax_t kMebibyte = 1u << 20;

// The nearest folder that is there: the state directory is made at the first start.
std::filesystem::path existing(std::filesystem::path folder) {
  while (!std::filesystem::exists(folder) && folder.has_relative_path()) {
    folder = folder.parent_path();
  }
  return folder;
}

Finding check_directory(const config::Settings& settings) {
  const auto& directory = settings.state.directory;
  if (::access(existing(directory).c_str(), W_OK | X_OK) == 0) {
    return {Verdict::ok, "state directory", directory.string() + " can be written", {}};
  }
  return {Verdict::failed, "state directory", directory.string() + " can't be written",
          "make it writable for this user, or set another [state] directory"};
}

Finding check_disk(const config::Settings& settings) {
  const auto space = std::filesystem::space(existing(settings.state.directory)).available;
  const std::string found = std::to_string(space / kMebibyte) + " MiB free";
  if (space >= kLittleSpace) return {Verdict::ok, "disk", found, {}};
  return {Verdict::warning, "disk", found, "make room: films and their parts need gigabytes"};
}

std::string quick_check(cache::Database& database) {
  SQLite::Statement check(database, R"(PRAGMA quick_check(1))");
  check.executeStep();
  return check.getColumn(0).getString();
}

Finding check_database(const config::Settings& settings) {
  const auto file = settings.state.directory / "storyreel.db";
  std::error_code hidden;
  if (!std::filesystem::exists(file, hidden)) {
    return {Verdict::ok, "database", "none yet; it is made at the first start", {}};
  }
  try {
    const auto database = cache::open_read_only(file);
    const std::string result = quick_check(*database);
    if (result == "ok") return {Verdict::ok, "database", file.string() + " is sound", {}};
    return {Verdict::failed, "database", file.string() + " is damaged: " + result,
            "stop the daemon and restore it from a backup"};
  } catch (const std::exception& error) {
    return {Verdict::failed, "database", error.what(), "see the message"};
  }
}

Finding check_store(const config::Settings& settings) {
  const auto file = settings.state.directory / "storyreel.db";
  const auto limit = settings.state.store_limit;
  if (limit == 0) return {Verdict::ok, "store", "may take all of the disk", {}};
  const auto most = static_cast<std::uintmax_t>(limit);
  const auto space = std::filesystem::space(existing(settings.state.directory));
  std::error_code hidden;
  if (!std::filesystem::exists(file, hidden) || space.capacity >= most) {
    return {Verdict::ok, "store", "at most " + std::to_string(most / kMebibyte) + " MiB", {}};
  }
  return {Verdict::warning, "store",
          "may take " + std::to_string(most / kMebibyte) + " MiB, more than the disk has",
          "lower [state] store_limit below the size of the disk"};
}

Finding check_links(const config::Settings& settings) {
  if (settings.media.stores()) {
    return {Verdict::ok,
            "links",
            "lead to the bucket " + settings.s3.bucket + " at " + settings.s3.endpoint,
            {}};
  }
  if (!settings.media.public_url.empty()) {
    return {Verdict::ok, "links", settings.media.public_url, {}};
  }
  return {Verdict::warning, "links", "lead to http://" + settings.http.listen + "/media",
          "set [media] public_url, so that Notion and other people can follow them"};
}

}  // namespace

std::vector<Finding> check_place(const config::Settings& settings) {
  return {check_directory(settings), check_disk(settings), check_store(settings),
          check_database(settings), check_links(settings)};
}

}  // namespace storyreel::commands
