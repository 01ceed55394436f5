#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

namespace storyreel {

/// The whole file; throws Error that names it when it can't be read or is larger than `limit`.
std::string read_file(const std::filesystem::path& file, std::uintmax_t limit);

/// At most `length` bytes of the file from `offset` on; throws Error as read_file does.
std::string read_piece(const std::filesystem::path& file, std::uint64_t offset, std::size_t length);

/// Writes `bytes` to a temporary file beside `file`, fsyncs it, renames it over `file` and fsyncs
/// the folder (made if missing). Either the old content or the new is there after a crash.
/// Throws Error naming the file and the cause ("no space left on device"), which is a FullDiskError
/// where there is no room; so do those below.
void write_file(const std::filesystem::path& file, std::string_view bytes, unsigned mode = 0644);

/// Makes a finished temporary file permanent: fsync, rename to `file`, fsync of the folder.
void commit_file(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Writes a copy of `from` to a file that must not be there yet, and removes it again where that
/// fails or is stopped.
void copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
               const std::stop_token& stop);

/// SHA-256 of a file's content, 64 hexadecimal digits; throws Error when it can't be read, and
/// leaves as a cancelled operation does once `stop` is requested.
std::string hash_file(const std::filesystem::path& file, const std::stop_token& stop = {});

/// A new folder below `parent` (default: the system's temporary folder), removed with its content
/// on destruction.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& parent = {});
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Leaves the folder where it is (a failed test keeps its files).
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

}  // namespace storyreel
