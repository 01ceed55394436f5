#include "pipeline/render/examine.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

std::string faults_of(const std::filesystem::path& film) {
  std::string all;
  for (const auto& fault : examine_film(film, {}, {}).faults) {
    CAPTURE(fault.what);
    CHECK(!fault.remedy.empty());
    all += fault.what + "; ";
  }
  return all;
}

}  // namespace

TEST_CASE("render::examine_film finds nothing wrong with our own films") {
  Studio studio;
  studio.settings.subtitles = config::Subtitles::soft;
  fill(studio, {0.8, 1.1});
  studio.segments[0].chapter = "One";
  const auto film = studio.assemble("film.mp4");
  const auto found = examine_film(film, {}, {});
  CHECK(found.faults.empty());
  CHECK(found.description.find("H.264 320x180, 30 fps; AAC 48 kHz, 2 channels; 0:03; -14.") == 0);
  CHECK(found.description.find("1 chapters") != std::string::npos);
}

TEST_CASE("render::examine_film names what is wrong with any film") {
  Studio studio;
  fill(studio, {0.8, 1.1});
  const auto film = studio.assemble("film.mp4");
  SUBCASE("damaged in the middle") {
    auto bytes = bytes_of(film);
    for (auto i = bytes.size() / 3; i < bytes.size() / 3 + 6000; ++i) bytes[i] = '\xA5';
    std::ofstream(film, std::ios::binary) << bytes;
    CHECK(faults_of(film).find("does not decode in ") != std::string::npos);
  }
  SUBCASE("cut off") {
    std::filesystem::resize_file(film, std::filesystem::file_size(film) / 2);
    CHECK(faults_of(film).find("the file is cut off") != std::string::npos);
  }
  SUBCASE("no film") {
    std::ofstream(film, std::ios::trunc) << "no film";
    CHECK(error_of([&] { examine_film(film, {}, {}); }).find("film.mp4: the film can't be read") ==
          0);
  }
}

TEST_CASE("render::examine_film says how a foreign film differs") {
  const TemporaryFolder folder;
  const auto film = (folder.path() / "foreign.mkv").string();
  REQUIRE(run("ffmpeg -v error -f lavfi -i testsrc2=s=160x90:r=25:d=2 -f lavfi -i "
              "sine=f=300:d=3 -af volume=-30dB -c:v mpeg4 -c:a mp3 '" +
              film + "'") == 0);
  const auto faults = faults_of(film);
  CAPTURE(faults);
  CHECK(faults.find("the picture is mpeg4, not H.264") != std::string::npos);
  CHECK(faults.find("the sound is mp3, not AAC") != std::string::npos);
  CHECK(faults.find("not marked as BT.709") != std::string::npos);
  CHECK(faults.find("LUFS instead of -14") != std::string::npos);
  CHECK(faults.find("the picture ends at 2.0") != std::string::npos);
  CHECK(faults.find("jumps to") == std::string::npos);
}

TEST_CASE("render::examine_film jumps to places of a foreign film") {
  const TemporaryFolder folder;
  for (const std::string name : {"a.mp4", "a.mkv", "a.ts", "a.avi", "a.flv"}) {
    CAPTURE(name);
    const auto film = (folder.path() / name).string();
    // One key frame, and groups of pictures that lean on those before them.
    REQUIRE(run("ffmpeg -v error -y -f lavfi -i testsrc2=s=160x90:r=25:d=8 -f lavfi -i "
                "sine=f=300:d=8 -c:v libx264 -x264-params open-gop=1:keyint=50 -c:a aac '" +
                film + "'") == 0);
    CHECK(faults_of(film).find("jumps to") == std::string::npos);
  }
  // An index that takes every frame for a key frame leads players where nothing can be shown.
  const auto film = folder.path() / "lying.mp4";
  REQUIRE(run("ffmpeg -v error -y -f lavfi -i testsrc2=s=160x90:r=25:d=8 -f lavfi -i "
              "sine=f=300:d=8 -c:v libx264 -x264-params keyint=infinite:scenecut=0 -c:a aac '" +
              film.string() + "'") == 0);
  auto bytes = bytes_of(film);
  const auto keys = bytes.find("stss");
  REQUIRE(keys != std::string::npos);
  std::ofstream(film, std::ios::binary) << bytes.replace(keys, 4, "free");
  const auto faults = faults_of(film);
  CAPTURE(faults);
  CHECK(faults.find("there is no picture where somebody jumps to 0:02, 0:04, 0:06, 0:07") !=
        std::string::npos);
  CHECK(faults.find("does not decode") == std::string::npos);
}

}  // namespace storyreel::render::test
