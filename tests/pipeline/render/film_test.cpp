#include <cmath>

#include <doctest/doctest.h>

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
  std::int64_t at = 0;
  for (std::size_t i = 0; i < studio.segments.size(); ++i) {
    const auto voice = decode_sound(studio.voices[i]);
    // The voice begins 0.1 s into its file; make_sound leaves 0.03 s of that.
    const auto start =
        studio.segments[i].sound.voice_at + at - (kSampleRate / 10 - 3 * kSampleRate / 100);
    CHECK(best_lag(sound, voice, start, 600) == 0);
    at += studio.segments[i].sound.packets * kPacketSamples;
    if (at < std::ssize(sound)) {
      const auto seam = static_cast<std::size_t>(at);
      for (auto near = seam - 1100; near < seam + 1100; ++near)
        REQUIRE(std::abs(sound[near] - sound[near - 1]) < 0.05F);
    }
  }
}

}  // namespace

TEST_CASE("render::make_film keeps picture and sound together") {
  for (int fps : {24, 25, 30, 60}) {
    CAPTURE(fps);
    Studio studio;
    studio.settings.fps = fps;
    fill(studio, {0.913, 1.377, 0.5, 1.05});
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
    const auto decoded = decode_film(film, fps);
    CHECK(decoded.messages == 0);
    CHECK(std::ssize(decoded.sound) == samples_of(studio));
    REQUIRE(std::ssize(decoded.pts) == border(samples_of(studio), fps));
    for (std::size_t i = 0; i < decoded.pts.size(); ++i) REQUIRE(decoded.pts[i] == std::int64_t(i));
    check_lags(studio, decoded.sound);
  }
}

}  // namespace storyreel::render::test
