#include <chrono>

#include "daemon/runtime/files.hpp"
#include "tests/flow/artifacts.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/kept_folder.hpp"

namespace storyreel::test {
namespace {

/// Makes the demo's films small: its configuration is an ordinary one.
void shrink(const std::filesystem::path& demo) {
  const auto file = demo / "storyreel.toml";
  write_file(
      file, read_file(file, 1u << 16) + "\n[render]\nsize = \"320x180\"\npreset = \"ultrafast\"\n");
}

TEST_CASE("flow::demo ends at a film, and finds everything done the second time") {
  const auto folder = kept_folder();
  const auto demo = folder / "demo";
  Program first(storyreel({"demo", "demo", "--exit"}), folder, folder / "first.out");
  REQUIRE(eventually([&] { return std::filesystem::exists(demo / "storyreel.toml"); }));
  first.kill();
  shrink(demo);

  const auto second = run_program(storyreel({"demo", "demo", "--exit"}), folder, {}, seconds(240));
  INFO(second.output);
  REQUIRE(second.exit == 0);
  CHECK(second.output.find("film.mp4") != std::string::npos);
  CHECK(second.output.find("http://127.0.0.1:") != std::string::npos);
  CHECK(second.output.find("status.log") != std::string::npos);
  CHECK(std::filesystem::file_size(demo / "film.mp4") > 100'000);
  CHECK(read_file(demo / "film.srt", 1u << 20).find("real Princess") != std::string::npos);

  const auto before = artifacts(demo / "state");
  const auto third = run_program(storyreel({"demo", "demo", "--exit"}), folder, {}, seconds(60));
  INFO(third.output);
  CHECK(third.exit == 0);
  CHECK(third.output.find("made already") != std::string::npos);
  CHECK(artifacts(demo / "state") == before);
}

TEST_CASE("flow::demo says in one line that its folder can't be had") {
  const auto folder = kept_folder();
  write_file(folder / "file", "");
  const auto ran = run_program(storyreel({"demo", "file/demo", "--exit"}), folder);
  CHECK(ran.exit == 2);
  CHECK(ran.output.find("file/demo") != std::string::npos);
  CHECK(ran.output.find('\n') == ran.output.size() - 1);
}

}  // namespace
}  // namespace storyreel::test
