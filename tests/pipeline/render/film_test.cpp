#include <cmath>
#include <map>

#include <doctest/doctest.h>

#include "config/scalars.hpp"
#include "pipeline/render/grid.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

std::int64_t samples_of(const Studio& studio) {
  std::int64_t packets = 0;
  for (const auto& segment : studio.segments) packets += segment.sound.packets;
  return packets * kPacketSamples;
}

/// Each source voice stands in the film where its segment says, to the sample.
void check_lags(const Studio& studio, const std::vector<float>& sound) {
  // The voice begins 0.1 s into its file; make_sound leaves 0.03 s of that.
  constexpr std::int64_t kCut = kSampleRate * 7 / 100;
  const auto starts = starts_of(studio);
  for (std::size_t i = 0; i < studio.segments.size(); ++i)
    CHECK(best_lag(sound, decode_sound(studio.voices[i]),
                   starts[i] + studio.segments[i].sound.voice_at - kCut, 300) == 0);
}

void check_seams(const Studio& studio, const std::vector<float>& sound) {
  constexpr std::int64_t kNear = 2048;
  const auto starts = starts_of(studio);
  for (std::size_t i = 1; i + 1 < starts.size(); ++i)
    for (auto at = starts[i] - kNear; at < starts[i] + kNear; ++at) {
      const auto here = static_cast<std::size_t>(at);
      REQUIRE(std::abs(sound[here] - sound[here - 1]) < 0.05F);
    }
}

void check_film(const Studio& studio, const std::filesystem::path& film) {
  const int fps = studio.settings.fps;
  CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
  const auto decoded = decode_film(film, fps);
  CHECK(decoded.messages == 0);
  CHECK(std::ssize(decoded.sound) == samples_of(studio));
  REQUIRE(std::ssize(decoded.pts) == border(samples_of(studio), fps));
  for (std::size_t i = 0; i < decoded.pts.size(); ++i) REQUIRE(decoded.pts[i] == std::int64_t(i));
  check_lags(studio, decoded.sound);
  check_seams(studio, decoded.sound);
}

}  // namespace

TEST_CASE("render::make_film keeps picture and sound together at every rate") {
  for (int fps : {24, 25, 30, 60}) {
    CAPTURE(fps);
    Studio studio;
    studio.settings.fps = fps;
    fill(studio, {0.513, 0.9, 0.45});
    check_film(studio, studio.assemble("film.mp4"));
  }
}

TEST_CASE("render::make_film takes the best quality that there is") {
  for (const auto camera : {Camera::drift, Camera::rest}) {
    Studio studio;
    studio.camera = camera;
    studio.settings.crf = config::kBestCrf;
    fill(studio, {0.5, 0.6});
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
    CHECK(decode_film(film, studio.settings.fps).messages == 0);
  }
}

TEST_CASE("render::make_film copies the same parts wherever they stand") {
  Studio studio;
  fill(studio, {0.7, 0.5, 0.6, 0.8, 0.5});
  const auto before = studio.assemble("before.mp4");
  check_film(studio, before);
  std::map<std::string, std::string> kept;
  for (std::size_t i : {0UL, 3UL, 4UL})
    kept[studio.segments[i].body] = bytes_of(studio.segments[i].body);

  studio.speak(2, 1.234);
  studio.encode_body(2);
  studio.encode_join(1);
  studio.encode_join(2);
  check_film(studio, studio.assemble("after.mp4"));

  SUBCASE("making an untouched part again gives the same bytes") {
    studio.speak(3, 0.8);
    studio.encode_body(3);
    CHECK((bytes_of(studio.segments[3].body) == kept[studio.segments[3].body]));
  }
  SUBCASE("going back gives the first film, byte for byte") {
    studio.speak(2, 0.6);
    studio.encode_body(2);
    studio.encode_join(1);
    studio.encode_join(2);
    CHECK((bytes_of(studio.assemble("again.mp4")) == bytes_of(before)));
  }
}

TEST_CASE("render::make_film keeps the spare frame where the grids want it") {
  Studio studio;
  fill(studio, {0.5, 0.5, 0.5, 0.5});
  const int fps = studio.settings.fps;
  const auto starts = starts_of(studio);
  std::map<bool, int> kept;
  for (std::size_t i = 0; i < studio.segments.size(); ++i) {
    const auto shown = border(starts[i + 1], fps) - border(starts[i], fps);
    const auto spare = most_frames(studio.segments[i].sound.packets, fps) - shown;
    REQUIRE((spare == 0 || spare == 1));
    ++kept[spare == 0];
  }
  CHECK(kept[true] > 0);
  CHECK(kept[false] > 0);
  check_film(studio, studio.assemble("film.mp4"));
}

TEST_CASE("render::make_film refuses parts that do not belong together") {
  Studio studio;
  fill(studio, {0.5, 0.5});
  SUBCASE("another preset") {
    studio.settings.preset = "medium";
    studio.encode_join(0);
    CHECK(error_of([&] {
            studio.assemble("film.mp4");
          }).find("0.join: it was encoded with other settings") == 0);
  }
  SUBCASE("a body made for a shorter sound") {
    studio.segments[1].sound.packets += 20;
    CHECK(error_of([&] { studio.assemble("film.mp4"); }) != "");
  }
  SUBCASE("a damaged sound") {
    std::filesystem::resize_file(studio.segments[1].packets, 1000);
    CHECK(error_of([&] { studio.assemble("film.mp4"); }).find("1.aac: ") == 0);
  }
  SUBCASE("a part that is gone") {
    std::filesystem::remove(studio.segments[1].body);
    CHECK(error_of([&] { studio.assemble("film.mp4"); }) ==
          "1.body: it can't be read; it has to be made again: No such file or directory");
  }
}

TEST_CASE("render::make_film writes a single sentence and soft subtitles") {
  Studio studio;
  studio.settings.subtitles = config::Subtitles::soft;
  fill(studio, {0.8});
  const auto film = studio.assemble("film.mp4");
  check_film(studio, film);
  CHECK((bytes_of(film).find("Sentence number 0.") != std::string::npos));
  CHECK(subtitles_srt(studio.segments) ==
        "1\n00:00:00,250 --> 00:00:01,350\nSentence number 0.\n\n");
}

}  // namespace storyreel::render::test
