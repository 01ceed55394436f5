#include "daemon/commands/demo_folder.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

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
