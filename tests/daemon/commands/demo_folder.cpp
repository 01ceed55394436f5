#include "daemon/commands/demo_folder.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/full_disk.hpp"
#include "tests/support/small_disk.hpp"

namespace storyreel::commands {
namespace {

TEST_CASE("daemon::place puts a file in one step over another, and again") {
  const TemporaryFolder folder;
  const auto film = folder.path() / "film.mp4";
  write_file(folder.path() / "one", "1");
  write_file(folder.path() / "two", "2");
  for (int again = 0; again < 2; ++again) {
    place(folder.path() / "one", film);
    CHECK(read_file(film, 10) == "1");
  }
  place(folder.path() / "two", film);
  CHECK(read_file(film, 10) == "2");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "film.mp4.new"));
  CHECK(read_file(folder.path() / "one", 10) == "1");
}

TEST_CASE("daemon::place copies to another disk, and leaves nothing beside where that is full") {
  const TemporaryFolder folder;
  const auto disk = folder.path() / "disk";
  std::filesystem::create_directory(disk);
  const auto film = folder.path() / "film";
  write_file(film, std::string(900'000, 'f'));
  const auto said = test::on_small_disk(disk, "1m", [&]() -> std::string {
    std::stop_source stopped;
    stopped.request_stop();
    try {
      place(film, disk / "film.mp4", stopped.get_token());
      return "is not stopped";
    } catch (...) {
      if (!is_cancelled(std::current_exception())) return "is not stopped well";
    }
    if (!std::filesystem::is_empty(disk)) return "leaves something when it is stopped";
    place(film, disk / "film.mp4");
    if (read_file(disk / "film.mp4", 1'000'000) != read_file(film, 1'000'000)) return "no copy";
    try {
      place(film, disk / "again.mp4");
      return "there is room";
    } catch (const FullDiskError& error) {
      const auto files = std::distance(std::filesystem::directory_iterator(disk), {});
      return error.what() + (" and leaves " + std::to_string(files));
    }
  });
  if (!said)
    MESSAGE("this machine allows no small disk; not tried");
  else
    CHECK(*said == "the disk that holds " + (disk / "again.mp4").string() +
                       " is full: free some space. and leaves 1");
}

TEST_CASE("daemon::open_folder makes the folder, and refuses what can't be one") {
  const TemporaryFolder folder;
  const auto made = open_folder(folder.path() / "a" / "b");
  CHECK(std::filesystem::is_directory(made.root));
  CHECK(made.config().filename() == "storyreel.toml");
  write_file(folder.path() / "file", "");
  CHECK_THROWS_AS(open_folder(folder.path() / "file" / "demo"), UsageError);
}

TEST_CASE("daemon::workspace_listen takes any port first and the known one later") {
  const TemporaryFolder root;
  const auto folder = open_folder(root.path());
  CHECK(workspace_listen(folder) == "127.0.0.1:0");
  write_file(folder.config(), R"([notion]
parent_page = "0123456789abcdef0123456789abcdef"
base_url = "http://127.0.0.1:4567"
)");
  CHECK(workspace_listen(folder) == "127.0.0.1:4567");
}

}  // namespace
}  // namespace storyreel::commands
