#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include <doctest/doctest.h>

#include "cache/repository.hpp"
#include "tests/flow/alone_films.hpp"
#include "tests/pipeline/render/media.hpp"

// storyreel narrate, and films made again by storyreel render.

namespace storyreel::test {
namespace {

namespace fs = std::filesystem;
using render::test::make_png;
using render::test::make_wav;

/// When the artifacts of one kind in a cache folder were made, by their keys; none while it can't
/// be read.
std::map<std::string, Time> made_at(const fs::path& parts, const std::string& kind) {
  std::map<std::string, Time> times;
  try {
    const auto database = cache::open_read_only(parts / "films.db");
    for (const auto& artifact : cache::artifacts::all(*database))
      if (artifact.kind == kind) times[artifact.key] = artifact.made_at;
  } catch (const std::exception&) {
    times.clear();
  }
  return times;
}

/// A script with a picture and a voice for each sentence.
struct Story {
  TemporaryFolder folder;

  Story() {
    write_file(folder.path() / "script.txt",
               "# The Lamp\n\nHe carried a lamp.\n\n## Night\n\nWho is there? Nobody answered.\n");
  }

  Ran make(std::vector<std::string> more = {}) const {
    std::vector<std::string> words{"narrate",   "script.txt", "--size", "320x180", "--preset",
                                   "ultrafast", "--cache",    "parts",  "-o",      "film.mp4"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(storyreel(words), folder.path(), {}, seconds(100));
  }
};

}  // namespace

TEST_CASE("flow::narrate makes a film of a script alone, with chapters and subtitles beside it") {
  const Story story;
  const auto ran = story.make();
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  const auto film = story.folder.path() / "film.mp4";
  CHECK(render::test::decode_film(film, kFilmFps).messages == 0);
  const auto srt = read_file(story.folder.path() / "film.srt", 1 << 20);
  CHECK(srt.find("He carried a lamp.") != std::string::npos);
  CHECK(srt.find("Night") == std::string::npos);
  CHECK(read_file(story.folder.path() / "film.vtt", 1 << 20).starts_with("WEBVTT\n"));
  const auto chapters = chapters_of(film);
  REQUIRE(chapters.size() == 2);
  CHECK(chapters.back().title == "Night");
  CHECK(run_program(storyreel({"doctor", "film.mp4"}), story.folder.path()).exit == 0);
}

TEST_CASE("flow::narrate takes the pictures and voices it is given") {
  const Story story;
  for (int i = 1; i <= 3; ++i) {
    fs::create_directories(story.folder.path() / "voices");
    fs::create_directories(story.folder.path() / "pictures");
    make_wav(story.folder.path() / "voices" / (std::to_string(i) + ".wav"),
             {.seconds = 1.0 + i, .seed = i});
    make_png(story.folder.path() / "pictures" / (std::to_string(i) + ".png"), 400, 300, i);
  }
  const auto ran =
      story.make({"--voices", "voices", "--pictures", "pictures", "--subtitles", "none"});
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  const auto decoded = render::test::decode_film(story.folder.path() / "film.mp4", kFilmFps);
  CHECK(decoded.messages == 0);
  CHECK(static_cast<double>(decoded.sound.size()) / render::kSampleRate > 9);
  fs::remove(story.folder.path() / "voices" / "2.wav");
  const auto short_of = story.make({"--voices", "voices"});
  CHECK(short_of.exit == 2);
  CHECK(short_of.output.find("there are 3 sentences and 2 voices") != std::string::npos);
}

TEST_CASE("flow::narrate is stopped within moments, and goes on where it was") {
  const Story story;
  {
    Program running(storyreel({"narrate", "script.txt", "--size", "1280x720", "--cache", "parts",
                               "-o", "film.mp4"}),
                    story.folder.path(), story.folder.path() / "out");
    REQUIRE(eventually([&] { return running.output().find("sounds 3/3") != std::string::npos; }));
    running.signal(SIGTERM);
    CHECK(running.wait(seconds(10)) == 1);
  }
  CHECK(!fs::exists(story.folder.path() / "film.mp4"));
  const auto database = cache::open_read_only(story.folder.path() / "parts" / "films.db");
  std::set<std::string> before;
  for (const auto& artifact : cache::artifacts::all(*database))
    if (artifact.kind == "voice") before.insert(artifact.file);
  CHECK(before.size() == 3);
  const auto again =
      run_program(storyreel({"narrate", "script.txt", "--size", "1280x720", "--preset", "ultrafast",
                             "--cache", "parts", "-o", "film.mp4"}),
                  story.folder.path(), {}, seconds(100));
  CHECK_MESSAGE(again.exit == 0, again.output);
  std::set<std::string> after;
  for (const auto& artifact : cache::artifacts::all(*database))
    if (artifact.kind == "voice") after.insert(artifact.file);
  CHECK(after == before);
}

TEST_CASE("flow::narrate makes of an edited script what it makes of it from nothing") {
  const Story story;
  const auto script = story.folder.path() / "script.txt";
  const auto film = [&] { return read_file(story.folder.path() / "film.mp4", 64u << 20); };
  REQUIRE(story.make().exit == 0);
  const auto first = film();
  // One sentence goes, two come, the others move by times that are no whole frames.
  write_file(script,
             "# The Lamp\n\nIt was late. He carried a lamp.\n\n## Night\n\nNobody answered. The "
             "wind was cold.\n");
  REQUIRE(story.make().exit == 0);
  const auto edited = film();
  CHECK(run_program(storyreel({"doctor", "film.mp4"}), story.folder.path()).exit == 0);
  fs::rename(story.folder.path() / "parts", story.folder.path() / "kept");
  REQUIRE(story.make().exit == 0);
  CHECK((film() == edited));
  fs::remove_all(story.folder.path() / "parts");
  fs::rename(story.folder.path() / "kept", story.folder.path() / "parts");
  CHECK((edited != first));
  write_file(script,
             "# The Lamp\n\nHe carried a lamp.\n\n## Night\n\nWho is there? Nobody answered.\n");
  REQUIRE(story.make().exit == 0);
  CHECK((film() == first));
}

TEST_CASE(
    "flow::render makes an album again from its recipe, or says which file is not as it was") {
  const Album album(3);
  REQUIRE(album.make().exit == 0);
  const auto film = read_file(album.folder.path() / "album.mp4", 64u << 20);
  const auto again = [&](const std::string& cache) {
    return run_program(
        storyreel({"render", "album.recipe.json", "--cache", cache, "-o", "again.mp4"}),
        album.folder.path(), {}, seconds(60));
  };
  const auto ran = again("elsewhere");
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  CHECK((read_file(album.folder.path() / "again.mp4", 64u << 20) == film));
  make_png(album.picture("2"), 320, 180, 50);
  fs::remove(album.track("10"));
  const auto refused = again("parts");
  CHECK(refused.exit == 1);
  CHECK(refused.output.find("2.png: it is not the file that the film was made of") !=
        std::string::npos);
  CHECK(refused.output.find("10 - Song_10.wav: it is missing") != std::string::npos);
}

TEST_CASE("flow::render makes an album again whose files have names in no UTF-8") {
  const Album album(2);
  fs::rename(album.track("1"), album.folder.path() / "tracks" / "1 - S\xF6ng \xFF.wav");
  fs::rename(album.picture("1"), album.folder.path() / "pictures" / "1 \xE9.png");
  const auto made = album.make("\xE9t\xE9.mp4");
  REQUIRE_MESSAGE(made.exit == 0, made.output);
  const auto film = album.folder.path() / "\xE9t\xE9.mp4";
  CHECK(chapters_of(film).front().title == "S\uFFFDng \uFFFD");
  const auto ran = run_program(
      storyreel({"render", "\xE9t\xE9.recipe.json", "--cache", "elsewhere", "-o", "again.mp4"}),
      album.folder.path(), {}, seconds(60));
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  CHECK((read_file(album.folder.path() / "again.mp4", 64u << 20) == read_file(film, 64u << 20)));
}

TEST_CASE("flow::render makes a narrated film again while its pictures and voices are kept") {
  const Story story;
  REQUIRE(story.make().exit == 0);
  const auto again = [&](const std::string& cache) {
    return run_program(
        storyreel({"render", "film.recipe.json", "--cache", cache, "-o", "again.mp4"}),
        story.folder.path(), {}, seconds(60));
  };
  REQUIRE(again("parts").exit == 0);
  CHECK((read_file(story.folder.path() / "again.mp4", 64u << 20) ==
         read_file(story.folder.path() / "film.mp4", 64u << 20)));
  const auto refused = again("elsewhere");
  CHECK(refused.exit == 1);
  CHECK(refused.output.find("of sentence 1 is not in elsewhere any more") != std::string::npos);
}

TEST_CASE("flow::render makes the same film again from its recipe") {
  Studio studio;
  REQUIRE(studio.command({"init"}).exit == 0);
  {
    auto daemon = studio.daemon();
    const auto video = studio.add("The Lamp", "He carried a lamp. Nobody answered.");
    studio.await(video, "Awaiting Approval");
    studio.approve(video);
    studio.await(video, "Complete");
  }
  REQUIRE(studio.command({"render", "lamp", "--cache", "parts", "-o", "first.mp4"}).exit == 0);
  const auto ran =
      studio.command({"render", "first.recipe.json", "--cache", "parts", "-o", "second.mp4"});
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  CHECK((read_file(studio.path("first.mp4"), 64u << 20) ==
         read_file(studio.path("second.mp4"), 64u << 20)));
  write_file(studio.path("broken.json"), "{\"storyreel_recipe\": 1}");
  const auto broken =
      studio.command({"render", "broken.json", "--cache", "parts", "-o", "third.mp4"});
  CHECK(broken.exit == 1);
  CHECK(broken.output.find("this is no recipe of a film") != std::string::npos);
}

TEST_CASE("flow::render goes on where it was killed, and leaves nothing beside the film") {
  Studio studio("crf = 30");
  REQUIRE(studio.command({"init"}).exit == 0);
  {
    auto daemon = studio.daemon();
    const auto video = studio.add("The Lamp",
                                  "He carried a lamp. Nobody answered him. It was "
                                  "late. The wind was cold. He went on and on.");
    studio.await(video, "Awaiting Approval");
    studio.approve(video);
    studio.await(video, "Complete");
  }
  // Of another quality all clips are to be made; a slow one lets itself be killed.
  studio.configure("crf", "24");
  studio.configure("preset", "\"veryslow\"");
  const auto out = studio.path("out");
  fs::create_directory(out);
  const std::vector<std::string> words{"render", "lamp", "--cache", "parts", "-o", "out/film.mp4"};
  const auto clips = [&] { return made_at(studio.path("parts"), "body"); };
  {
    auto argv = words;
    argv.insert(argv.begin(), {"--config", "storyreel.toml"});
    Program running(storyreel(argv), studio.path(""), studio.path("render.out"));
    REQUIRE(eventually([&] { return !clips().empty(); }));
    running.kill();
  }
  const auto before = clips();
  REQUIRE(before.size() < 5);
  CHECK(fs::is_empty(out));
  const auto ran = studio.command(words);
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  const auto after = clips();
  CHECK(after.size() == 5);
  for (const auto& [key, time] : before) CHECK((after.at(key) == time));
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(out)) names.insert(entry.path().filename());
  CHECK(names == std::set<std::string>{"film.mp4", "film.recipe.json", "film.sheet.jpg", "film.srt",
                                       "film.thumbnail.jpg", "film.vtt"});
}

TEST_CASE("flow::narrate makes a mix again whose own parts are gone too when it is damaged") {
  const Story story;
  make_wav(story.folder.path() / "music.wav", {.seconds = 4, .rate = 44100, .channels = 2});
  const auto make = [&](const std::string& subtitles) {
    return story.make({"--music", "music.wav", "--subtitles", subtitles});
  };
  REQUIRE(make("none").exit == 0);
  const auto parts = story.folder.path() / "parts";
  {
    const auto database = cache::open_alone(parts / "films.db");
    bool damaged = false;
    for (const auto& artifact : cache::artifacts::all(*database)) {
      const auto file = parts / "artifacts" / artifact.file;
      if (artifact.kind == "bed" || artifact.kind == "sound") {
        fs::remove(file);
        cache::artifacts::remove(*database, artifact.key);
      } else if (artifact.kind == "mix" && !damaged) {
        damaged = true;
        flip(file);
      }
    }
  }
  const auto ran = make("soft");
  CHECK_MESSAGE(ran.exit == 0, ran.output);
  CHECK(run_program(storyreel({"doctor", "film.mp4"}), story.folder.path()).exit == 0);
}

}  // namespace storyreel::test
