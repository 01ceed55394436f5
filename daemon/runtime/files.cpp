#include "daemon/runtime/files.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/full_disk.hpp"
#include "daemon/runtime/sha256.hpp"

namespace storyreel {
namespace {

namespace fs = std::filesystem;

/// "can't write FILE: no space left on device".
[[noreturn]] void fail(std::string_view verb, const fs::path& file, int code = errno) {
  throw_system("can't " + std::string(verb) + " " + file.string() + ": " + system_message(code),
               code);
}

Fd open_to_read(const fs::path& file) {
  Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) fail("read", file);
  return fd;
}

/// Hands the file to `sink` in pieces until its end or until `sink` says false.
template <class Sink>
void read_pieces(const fs::path& file, Sink sink) {
  const Fd fd = open_to_read(file);
  std::array<char, 64 << 10> piece;
  for (;;) {
    const ssize_t size = ::read(fd.get(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail("read", file);
    if (size == 0 || !sink(std::string_view(piece.data(), static_cast<std::size_t>(size)))) return;
  }
}

void write_all(const Fd& fd, std::string_view bytes, const fs::path& file) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(fd.get(), bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail("write", file);
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void sync(const Fd& fd, const fs::path& file) {
  if (::fsync(fd.get()) != 0) fail("write", file);
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

void sync_folder(const fs::path& folder) {
  const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::fsync(fd.get()) != 0) fail("write", folder);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) fail("make folder", folder, error.value());
}

/// A file that is removed again unless it was renamed into place.
class Draft {
 public:
  explicit Draft(const fs::path& file) : name_(file.string() + ".tmp-XXXXXX") {
    fd_ = Fd(::mkostemp(name_.data(), O_CLOEXEC));
    if (!fd_) fail("write", file);
  }
  ~Draft() {
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  const Fd& fd() const { return fd_; }

  void rename_to(const fs::path& file) {
    if (::rename(name_.c_str(), file.c_str()) != 0) fail("write", file);
    name_.clear();
  }

 private:
  std::string name_;
  Fd fd_;
};

}  // namespace

std::string read_file(const fs::path& file, std::uintmax_t limit) {
  std::string text;
  read_pieces(file, [&](std::string_view piece) {
    text += piece;
    return text.size() <= limit;
  });
  if (text.size() > limit) {
    throw Error(file.string() + " is larger than " + std::to_string(limit) + " bytes");
  }
  return text;
}

std::string read_piece(const fs::path& file, std::uint64_t offset, std::size_t length) {
  const Fd fd = open_to_read(file);
  std::string piece(length, '\0');
  std::size_t there = 0;
  while (there < length) {
    const ssize_t size =
        ::pread(fd.get(), piece.data() + there, length - there, static_cast<off_t>(offset + there));
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) fail("read", file);
    if (size == 0) break;
    there += static_cast<std::size_t>(size);
  }
  piece.resize(there);
  return piece;
}

void write_file(const fs::path& file, std::string_view bytes, unsigned mode) {
  make_folder(folder_of(file));
  Draft draft(file);
  if (::fchmod(draft.fd().get(), mode) != 0) fail("write", file);
  write_all(draft.fd(), bytes, file);
  sync(draft.fd(), file);
  draft.rename_to(file);
  sync_folder(folder_of(file));
}

void commit_file(const fs::path& temporary, const fs::path& file) {
  make_folder(folder_of(file));
  sync(open_to_read(temporary), temporary);
  if (::rename(temporary.c_str(), file.c_str()) != 0) fail("write", file);
  sync_folder(folder_of(file));
}

void copy_file(const fs::path& from, const fs::path& to, const std::stop_token& stop) {
  const Fd fd(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!fd) fail("write", to);
  try {
    read_pieces(from, [&](std::string_view piece) {
      write_all(fd, piece, to);
      return !stop.stop_requested();
    });
    if (stop.stop_requested()) std::rethrow_exception(cancelled());
  } catch (...) {
    ::unlink(to.c_str());
    throw;
  }
}

std::string hash_file(const fs::path& file, const std::stop_token& stop) {
  Sha256 sha;
  read_pieces(file, [&](std::string_view piece) {
    sha.update(piece);
    return !stop.stop_requested();
  });
  if (stop.stop_requested()) std::rethrow_exception(cancelled());
  return sha.hex();
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  const fs::path above = parent.empty() ? fs::temp_directory_path() : parent;
  std::string name = (above / "storyreel-XXXXXX").string();
  if (!::mkdtemp(name.data())) fail("make folder", name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what can't be removed is the system's to clear away
  if (!kept_) fs::remove_all(path_, ignored);
}

}  // namespace storyreel
