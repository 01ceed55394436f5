#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "tests/flow/alone_films.hpp"
#include "tests/pipeline/render/media.hpp"

// storyreel album.

namespace storyreel::test {
namespace {

namespace fs = std::filesystem;
using render::test::make_png;
using render::test::make_wav;

int count_new(const std::set<std::string>& before, const std::set<std::string>& after) {
  return static_cast<int>(
      std::ranges::count_if(after, [&](const auto& key) { return !before.contains(key); }));
}

}  // namespace

TEST_CASE(
    "flow::album pairs files by their numbers, gives each track a chapter, and plays them all") {
  const Album album(3);
  const auto ran = album.make();
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  const auto film = album.folder.path() / "album.mp4";
  const auto decoded = render::test::decode_film(film, kFilmFps);
  CHECK(decoded.messages == 0);
  const auto seconds = static_cast<double>(decoded.sound.size()) / render::kSampleRate;
  CHECK(std::abs(static_cast<double>(decoded.pts.size()) / kFilmFps - seconds) <= 1.0 / kFilmFps);
  const auto chapters = chapters_of(film);
  REQUIRE(chapters.size() == 3);
  const std::vector<std::string> numbers{"1", "2", "10"};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    CHECK(chapters[i].title == "Song " + numbers[i]);
    // A packet of silence, and chapters count in milliseconds.
    const auto track = render::test::decode_sound(album.track(numbers[i]));
    const auto at = std::llround(chapters[i].start * render::kSampleRate) + render::kPacketSamples;
    CHECK(std::abs(render::test::best_lag(decoded.sound, track, at, 300)) < 50);
  }
  CHECK(fs::exists(album.folder.path() / "album.sheet.jpg"));
  CHECK(fs::exists(album.folder.path() / "album.thumbnail.jpg"));
  CHECK(!fs::exists(album.folder.path() / "album.srt"));
}

TEST_CASE("flow::album makes only what changed when it is run again") {
  const Album album(4);
  REQUIRE(album.make().exit == 0);
  const auto first = album.parts();
  const auto film = read_file(album.folder.path() / "album.mp4", 64u << 20);
  SUBCASE("nothing changed") {
    REQUIRE(album.make().exit == 0);
    CHECK(album.parts() == first);
    CHECK((read_file(album.folder.path() / "album.mp4", 64u << 20) == film));
  }
  SUBCASE("one picture") {
    make_png(album.picture("2"), 320, 180, 99);
    REQUIRE(album.make().exit == 0);
    const auto second = album.parts();
    CHECK(count_new(first.at("body"), second.at("body")) == 1);
    CHECK(count_new(first.at("join"), second.at("join")) == 2);
    CHECK(count_new(first.at("sound"), second.at("sound")) == 0);
    CHECK(count_new(first.at("film"), second.at("film")) == 1);
  }
  SUBCASE("one track") {
    make_wav(album.track("2"), {.seconds = 2.9, .rate = 48000, .channels = 1, .seed = 7});
    REQUIRE(album.make().exit == 0);
    const auto second = album.parts();
    CHECK(count_new(first.at("sound"), second.at("sound")) == 1);
    CHECK(second.at("body") == first.at("body"));
    CHECK(second.at("join") == first.at("join"));
  }
}

TEST_CASE("flow::album lists both sides where a picture is missing") {
  const Album album(3);
  fs::remove(album.picture("2"));
  const auto ran = album.make();
  CHECK(ran.exit == 2);
  CHECK(ran.output.find("there are 3 tracks and 2 pictures") != std::string::npos);
  CHECK(ran.output.find("2 - Song_2.wav") != std::string::npos);
  CHECK(ran.output.find("10.png") != std::string::npos);
  CHECK(ran.output.find("(none)") != std::string::npos);
}

TEST_CASE("flow::album names every file that spoils it, and makes the rest") {
  const Album album(4);
  write_file(album.track("2"), "no sound at all");
  write_file(album.picture("3"), "");
  const auto ran = album.make();
  CHECK(ran.exit == 1);
  CHECK(ran.output.find("2 - Song_2.wav: ") != std::string::npos);
  CHECK(ran.output.find("3.png: the picture is empty") != std::string::npos);
  CHECK(!fs::exists(album.folder.path() / "album.mp4"));
  CHECK(album.parts().at("sound").size() == 3);
  CHECK(album.parts().at("body").size() == 3);
  make_wav(album.track("2"), {.seconds = 2, .seed = 8});
  make_png(album.picture("3"), 320, 180, 8);
  const auto again = album.make();
  CHECK_MESSAGE(again.exit == 0, again.output);
}

TEST_CASE("flow::album writes over nothing that it is made of, nor over what is no file") {
  const Album album(2);
  const auto before = read_file(album.track("1"), 64u << 20);
  const auto refused = [&](const std::string& out) {
    const auto ran = album.make(out);
    CHECK(ran.exit == 2);
    return ran.output;
  };
  CHECK(refused("tracks").find("films are MP4 files") != std::string::npos);
  fs::create_directory(album.folder.path() / "there.mp4");
  CHECK(refused("there.mp4").find("it is no file") != std::string::npos);
  CHECK(refused("none/x.mp4").find("there is no folder") != std::string::npos);
  fs::rename(album.track("1"), album.folder.path() / "tracks" / "1.mp4");
  const auto over = refused("tracks/1.mp4");
  CHECK(!over.empty());
  CHECK((read_file(album.folder.path() / "tracks" / "1.mp4", 64u << 20) == before));
}

TEST_CASE("flow::album leaves its own film out where it stands among the tracks") {
  const Album album(2);
  const std::vector<std::string> here{"--tracks", ".",      "--pictures", ".",  "--cache",
                                      "../parts", "--size", "320x180",    "-o", "film.mp4"};
  fs::create_directory(album.folder.path() / "all");
  for (const auto* number : {"1", "10"}) {
    fs::rename(album.track(number), album.folder.path() / "all" / (std::string(number) + ".wav"));
    fs::rename(album.picture(number), album.folder.path() / "all" / (std::string(number) + ".png"));
  }
  auto words = here;
  words.insert(words.begin(), "album");
  for (int turn = 0; turn < 2; ++turn) {
    const auto ran = run_program(storyreel(words), album.folder.path() / "all", {}, seconds(60));
    CHECK_MESSAGE(ran.exit == 0, ran.output);
  }
}

TEST_CASE("flow::album makes a part again that was damaged behind its back") {
  const Album album(3);
  REQUIRE(album.make().exit == 0);
  const auto database = cache::open_read_only(album.folder.path() / "parts" / "films.db");
  for (const auto& artifact : cache::artifacts::all(*database)) {
    if (artifact.kind != "sound") continue;
    const auto file = album.folder.path() / "parts" / "artifacts" / artifact.file;
    flip(file);
  }
  make_png(album.picture("2"), 320, 180, 42);
  const auto ran = album.make();
  CHECK_MESSAGE(ran.exit == 0, ran.output);
  CHECK(run_program(storyreel({"doctor", "album.mp4"}), album.folder.path()).exit == 0);
}

}  // namespace storyreel::test
