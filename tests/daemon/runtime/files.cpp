#include "daemon/runtime/files.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/hash.hpp"

using namespace storyreel;
namespace fs = std::filesystem;

namespace {

/// As if the disk were full after `bytes` of a file.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  sighandler_t handler_;
  rlimit before_{};
};

int count(const fs::path& folder) {
  return static_cast<int>(std::distance(fs::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("runtime::write_file makes the folder, replaces and leaves nothing beside") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a" / "b" / "file";
  write_file(file, "one");
  write_file(file, "two", 0600);
  CHECK(read_file(file, 3) == "two");
  struct stat facts{};
  ::stat(file.c_str(), &facts);
  CHECK((facts.st_mode & 0777) == 0600);
  CHECK(count(file.parent_path()) == 1);
}

TEST_CASE("runtime::write_file keeps the old file when the disk is full, and says so") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "file";
  write_file(file, "old");
  {
    const FullDisk disk(1000);
    CHECK_THROWS_WITH_AS(write_file(file, std::string(5000, 'x')),
                         ("can't write " + file.string() + ": file too large").c_str(), Error);
  }
  CHECK(read_file(file, 100) == "old");
  CHECK(count(folder.path()) == 1);
}

TEST_CASE("runtime::write_file names a folder that can't be made") {
  const TemporaryFolder folder;
  write_file(folder.path() / "file", "");
  const auto below = folder.path() / "file" / "x";
  CHECK_THROWS_WITH_AS(
      write_file(below, ""),
      ("can't make folder " + below.parent_path().string() + ": not a directory").c_str(), Error);
}

TEST_CASE("runtime::read_file names what it can't read") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "file";
  const std::string name = file.string();
  CHECK_THROWS_WITH_AS(read_file(file, 10),
                       ("can't read " + name + ": no such file or directory").c_str(), Error);
  write_file(file, "12345");
  CHECK_THROWS_WITH_AS(read_file(file, 4), (name + " is larger than 4 bytes").c_str(), Error);
  CHECK_THROWS_AS(read_file(folder.path(), 10), Error);
}

TEST_CASE("runtime::commit_file renames a finished file into place") {
  const TemporaryFolder folder;
  const auto temporary = folder.path() / "tmp";
  const auto file = folder.path() / "store" / "file";
  write_file(temporary, "film");
  commit_file(temporary, file);
  CHECK(read_file(file, 10) == "film");
  CHECK_FALSE(fs::exists(temporary));
  CHECK_THROWS_AS(commit_file(temporary, file), Error);
}

TEST_CASE("runtime::copy_file copies to a new file alone, and leaves none where it fails") {
  const TemporaryFolder folder;
  const auto from = folder.path() / "from";
  const auto to = folder.path() / "to";
  write_file(from, std::string(300'000, 'x'));
  storyreel::copy_file(from, to, std::stop_token());
  CHECK(hash_file(to) == hash_file(from));
  CHECK_THROWS_AS(storyreel::copy_file(from, to, std::stop_token()), Error);
  CHECK(hash_file(to) == hash_file(from));
  const auto again = folder.path() / "again";
  CHECK_THROWS_AS(storyreel::copy_file(folder.path() / "none", again, std::stop_token()), Error);
  CHECK_FALSE(fs::exists(again));
}

TEST_CASE("runtime::hash_file is the content's SHA-256") {
  const TemporaryFolder folder;
  const std::string content(200'000, 'x');
  write_file(folder.path() / "file", content);
  CHECK(hash_file(folder.path() / "file") == sha256(content));
  CHECK_THROWS_AS(hash_file(folder.path() / "none"), Error);
  std::stop_source stopped;
  stopped.request_stop();
  try {
    hash_file(folder.path() / "file", stopped.get_token());
    FAIL("it is not stopped");
  } catch (...) {
    CHECK(is_cancelled(std::current_exception()));
  }
}

TEST_CASE("runtime::TemporaryFolder goes with its content unless it is kept") {
  fs::path gone;
  fs::path kept;
  {
    const TemporaryFolder parent;
    TemporaryFolder folder(parent.path());
    write_file(folder.path() / "a" / "b", "x");
    gone = folder.path();
    TemporaryFolder other;
    other.keep();
    kept = other.path();
  }
  CHECK_FALSE(fs::exists(gone));
  CHECK(fs::remove(kept));
}
