#include "pipeline/stages/make.hpp"

#include <fstream>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "tests/pipeline/render/media.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/small_disk.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using render::test::make_wav;

/// Makes a target alone, by files that were given.
class Alone {
 public:
  explicit Alone(const fs::path& folder) : store_(folder) { store_.open(); }

  std::vector<cache::Artifact> make(RenderJob job, std::vector<cache::Artifact> artifacts = {}) {
    return test::run(loop_, pipeline::make(providers_, offload_, store_, std::move(job),
                                           std::move(artifacts), {}, closed_till()));
  }

  /// What makes it wait; empty where it is made.
  std::string wait(const RenderJob& job, const std::vector<cache::Artifact>& artifacts = {}) {
    try {
      make(job, artifacts);
      return "";
    } catch (const ProviderError& error) {
      const bool waits = error.kind == ProviderError::Class::later && error.wait;
      return waits ? error.what() : std::string("does not wait: ") + error.what();
    } catch (const std::exception& error) {
      return std::string("fails: ") + error.what();
    }
  }

  const Store& store() const { return store_; }

 private:
  boost::asio::io_context loop_;
  Offload offload_{1};
  Providers providers_;
  Store store_;
};

RenderJob bed_of(const fs::path& music) {
  RenderJob job;
  job.target = {.stage = Stage::bed, .owner = "film", .at = 0, .key = "0bed", .needs = {"music"}};
  job.timeline.music = "music";
  job.inputs["music"] = {music, ""};
  return job;
}

void write_text(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("pipeline::make waits where the disk fills up while it writes, and goes on") {
  const TemporaryFolder folder;
  const auto disk = folder.path() / "disk";
  fs::create_directory(disk);
  // A minute and a half of music is a bed of 34 MB; less than that is free at first.
  const auto music = make_wav(folder.path() / "music.wav", {.seconds = 90});
  const auto said = test::on_small_disk(disk, "64m", [&]() -> std::string {
    const auto filler = disk / "filler";
    write_text(filler, std::string(40u << 20, 'x'));
    Alone maker(disk / "artifacts");
    const auto making = disk / "artifacts" / "making";
    const auto full = maker.wait(bed_of(music));
    if (full != "the disk that holds " + making.string() + " is full: free some space.")
      return full;
    if (!fs::is_empty(making)) return "it leaves what it began";
    fs::remove(filler);
    return maker.store().sound(maker.make(bed_of(music)).front(), true) ? "made" : "not sound";
  });
  if (!said)
    MESSAGE("this machine allows no small disk; not tried");
  else
    CHECK(*said == "made");
}

TEST_CASE("pipeline::make asks for as much room as a film will take before it begins one") {
  const TemporaryFolder folder;
  Alone maker(folder.path() / "artifacts");
  RenderJob job;
  job.target = {.stage = Stage::film, .owner = "film", .at = 0, .key = "0film", .needs = {}};
  cache::Artifact body;
  body.key = "0body";
  body.bytes = std::int64_t{1} << 60;
  const auto said = maker.wait(job, {body});
  CAPTURE(said);
  CHECK(
      said.starts_with("the disk that holds " + (folder.path() / "artifacts").string() + " has "));
  CHECK(said.ends_with(" MB left and 1099511627792 are needed: free some space."));
}

}  // namespace storyreel::pipeline
