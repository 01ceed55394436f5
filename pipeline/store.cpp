#include "pipeline/store.hpp"

#include <fmt/format.h>
#include <string_view>
#include <system_error>

#include "cache/usage.hpp"
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

constexpr std::string_view kMark = ".storyreel";
constexpr std::string_view kOnTheMark =
    "What storyreel made. Without this file it takes the disk for not mounted, and stops.\n";

// What was bought and is not asked for: its row may be paused, or wait for an error to be cleared.
constexpr std::string_view kBought = "bought";
constexpr std::chrono::days kBoughtStays{30};
constexpr std::uintmax_t kMostBought = 256u << 20;

/// nullopt: there is none. Throws Error where nobody can say.
std::optional<std::uintmax_t> size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (!error) return size;
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
    return std::nullopt;
  throw Error("can't look at " + file.string() + ": " + system_message(error.value()));
}

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
  for (const auto folder : {std::string_view("making"), kBought}) {
    fs::create_directories(directory_ / folder, error);
    if (error)
      throw UsageError("can't make " + (directory_ / folder).string() + ": " + error.message());
  }
  if (!marked()) write_file(mark(), kOnTheMark);
  for (const auto& entry : fs::directory_iterator(directory_ / kBought, error)) {
    const auto time = modified_at(entry.path());
    std::error_code ignored;
    if (time && *time < now() - kBoughtStays) fs::remove(entry.path(), ignored);
  }
}

fs::path Store::mark() const {
  return directory_ / kMark;
}

bool Store::marked() const {
  std::error_code error;
  return fs::exists(mark(), error);
}

std::string Store::lost() const {
  return "what was made is not in " + directory_.string() +
         ": is its disk mounted? Bring the folder back; where it is gone for good, make an empty "
         "file " +
         mark().string() + ", and what is missing is made, and bought, again.";
}

void Store::require_there(cache::Database& record) const {
  bool any_known = false;
  bool any_stands = false;
  cache::artifacts::each(record, [&](const cache::Artifact& artifact) {
    std::error_code error;
    any_known = true;
    any_stands = fs::exists(directory_ / artifact.file, error);
    return !any_stands;
  });
  // A store of before there were marks has none.
  if (any_known && !any_stands) throw UsageError(lost());
}

fs::path Store::path(const cache::Artifact& artifact) const {
  auto file = directory_ / artifact.file;
  std::error_code error;
  return below_ && !fs::exists(file, error) ? below_->path(artifact) : file;
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
  const bool room =
      error || (space.available >= kLeastRoom && space.available - kLeastRoom >= bytes);
  const auto disk = "the disk that holds " + directory_.string();
  if (!error && space.available < kLeastRoom)
    throw FullDiskError(disk + " is full: free some space.");
  if (!room)
    throw FullDiskError(fmt::format("{} has {} MB left and {} are needed: free some space.", disk,
                                    space.available >> 20, (bytes + kLeastRoom) >> 20));
  if (!marked()) throw Error(lost());
}

bool Store::sound(const cache::Artifact& artifact, bool deep, const std::stop_token& stop) const {
  const auto file = path(artifact);
  const auto size = size_of(file);
  if (!size && !marked()) throw Error(lost());
  if (!size || static_cast<std::int64_t>(*size) != artifact.bytes) return false;
  const auto modified = modified_at(file);
  const bool untouched = modified && *modified <= artifact.made_at + kSlack;
  if (!deep && untouched) return true;
  const bool equal = hash_file(file, stop) == artifact.sha256;
  // Copied or restored: put right, it need not be hashed at every look.
  if (equal && !untouched) set_modified(file, artifact.made_at);
  return equal;
}

void Store::deliver(const std::string& purchase, std::string_view bytes) const {
  write_file(directory_ / kBought / purchase, bytes);
}

std::optional<std::string> Store::delivery(const std::string& purchase) const {
  const auto file = directory_ / kBought / purchase;
  if (!size_of(file)) return std::nullopt;
  return read_file(file, kMostBought);
}

void Store::forget_delivery(const std::string& purchase) const {
  std::error_code ignored;
  fs::remove(directory_ / kBought / purchase, ignored);
}

}  // namespace storyreel::pipeline
