#include "pipeline/store.hpp"

#include <fmt/format.h>
#include <system_error>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/full_disk.hpp"
#include "daemon/runtime/hash.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;

// A file changed after it was recorded is read again; commit takes less than this.
constexpr seconds kSlack{2};

constexpr std::uintmax_t kLeastRoom = 16u << 20;

std::optional<Time> modified_at(const fs::path& file) {
  std::error_code error;
  const auto time = fs::last_write_time(file, error);
  if (error) return std::nullopt;
  return std::chrono::time_point_cast<milliseconds>(std::chrono::file_clock::to_sys(time));
}

void set_modified(const fs::path& file, Time time) {
  std::error_code ignored;
  fs::last_write_time(file, std::chrono::file_clock::from_sys(time), ignored);
}

}  // namespace

Store::Store(fs::path directory, const Store* below)
    : directory_(std::move(directory)), below_(below) {}

void Store::open() const {
  std::error_code error;
  fs::remove_all(directory_ / "making", error);
  fs::create_directories(directory_ / "making", error);
  if (error)
    throw UsageError("can't make " + (directory_ / "making").string() + ": " + error.message());
}

fs::path Store::path(const cache::Artifact& artifact) const {
  auto file = directory_ / artifact.file;
  return below_ && !fs::exists(file) ? below_->path(artifact) : file;
}

fs::path Store::temporary(const std::string& extension) const {
  return directory_ / "making" / (random_hex(8) + "." + extension);
}

cache::Artifact Store::commit(const std::string& key, const std::string& kind,
                              const fs::path& temporary) const {
  cache::Artifact artifact;
  artifact.key = key;
  artifact.kind = kind;
  artifact.file = key.substr(0, 2) + "/" + key + temporary.extension().string();
  artifact.sha256 = hash_file(temporary);
  artifact.bytes = static_cast<std::int64_t>(fs::file_size(temporary));
  commit_file(temporary, directory_ / artifact.file);
  artifact.made_at = now();
  return artifact;
}

void Store::remove(const cache::Artifact& artifact) const {
  std::error_code ignored;
  fs::remove(directory_ / artifact.file, ignored);
}

void Store::require_room(std::uintmax_t bytes) const {
  std::error_code error;
  const auto space = fs::space(directory_, error);
  if (error || (space.available >= kLeastRoom && space.available - kLeastRoom >= bytes)) return;
  const auto disk = "the disk that holds " + directory_.string();
  if (space.available < kLeastRoom) throw FullDiskError(disk + " is full: free some space.");
  throw FullDiskError(fmt::format("{} has {} MB left and {} are needed: free some space.", disk,
                                  space.available >> 20, (bytes + kLeastRoom) >> 20));
}

bool Store::sound(const cache::Artifact& artifact, bool deep, const std::stop_token& stop) const {
  const auto file = path(artifact);
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (error || static_cast<std::int64_t>(size) != artifact.bytes) return false;
  const auto modified = modified_at(file);
  const bool untouched = modified && *modified <= artifact.made_at + kSlack;
  if (!deep && untouched) return true;
  try {
    const bool equal = hash_file(file, stop) == artifact.sha256;
    // Copied or restored: put right, it need not be hashed at every look.
    if (equal && !untouched) set_modified(file, artifact.made_at);
    return equal;
  } catch (const Error&) {
    return false;  // unreadable is as good as gone
  }
}

}  // namespace storyreel::pipeline
