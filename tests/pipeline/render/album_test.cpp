#include <cmath>

#include <doctest/doctest.h>

#include "pipeline/render/av/container.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/rest.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

/// An album of tracks of so many seconds.
void fill_album(Studio& studio, const std::vector<double>& seconds) {
  studio.camera = Camera::rest;
  fill(studio, seconds);
}

std::int64_t samples_of(const Studio& studio) {
  std::int64_t packets = 0;
  for (const auto& segment : studio.segments) packets += segment.sound.packets;
  return packets * kPacketSamples;
}

double difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

std::vector<std::int64_t> key_frames(const std::filesystem::path& film) {
  av::Input input(film, "mov", "can't be read");
  const auto* stream = input.stream(AVMEDIA_TYPE_VIDEO);
  std::vector<std::int64_t> keys;
  std::int64_t at = 0;
  for (const auto packet = av::make_packet(); input.read(*packet);) {
    if (packet->stream_index != stream->index) continue;
    if (packet->flags & AV_PKT_FLAG_KEY) keys.push_back(at);
    ++at;
  }
  return keys;
}

}  // namespace

TEST_CASE("render::make_film repeats a picture at rest for as long as its track lasts") {
  for (const auto& [fps, crossfade] :
       {std::pair{24, 0}, {25, 500}, {30, 1000}, {30, 0}, {60, 700}}) {
    CAPTURE(fps);
    CAPTURE(crossfade);
    Studio studio;
    studio.settings.fps = fps;
    studio.settings.crossfade = std::chrono::milliseconds(crossfade);
    fill_album(studio, {3.3, 0.2, 12.1});
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
    const auto decoded = decode_film(film, fps);
    CHECK(decoded.messages == 0);
    REQUIRE(std::ssize(decoded.pts) == border(samples_of(studio), fps));
    std::int64_t start = 0;
    for (std::size_t i = 0; i < studio.segments.size(); ++i) {
      const auto& sound = studio.segments[i].sound;
      CHECK(best_lag(decoded.sound, decode_sound(studio.voices[i]), start + sound.voice_at, 300) ==
            0);
      start += sound.packets * kPacketSamples;
    }
    // The picture stays what it was when its body began.
    const auto joined = static_cast<std::size_t>(join_frames(studio.settings));
    const auto last = decoded.luma.size() - 1;
    CHECK(difference(decoded.luma[last], decoded.luma[last - 200]) < 0.001);
    CHECK(difference(decoded.luma[4], decoded.luma[3 * static_cast<std::size_t>(fps) - joined]) <
          0.001);
  }
}

TEST_CASE(
    "render::make_film puts no two key pictures side by side and lets long bodies be sought") {
  Studio studio;
  studio.settings.fps = 60;
  fill_album(studio, {25, 11, 0.2});
  const auto keys = key_frames(studio.assemble("film.mp4"));
  for (std::size_t i = 1; i < keys.size(); ++i) {
    CHECK(keys[i] - keys[i - 1] > 2);
    CHECK(keys[i] - keys[i - 1] <= kRestKeyEvery * 3 / 2);
  }
}

TEST_CASE("render::make_join gives the parts of every preset the same codec headers") {
  for (const auto* preset : {"ultrafast", "superfast", "veryfast", "faster", "fast", "medium",
                             "slow", "slower", "veryslow"}) {
    CAPTURE(std::string(preset));
    Studio studio;
    studio.settings.width = 128;
    studio.settings.height = 96;
    studio.settings.preset = preset;
    fill_album(studio, {1.6, 1.2});
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings).empty());
    CHECK(decode_film(film, 30).messages == 0);
    CHECK(run("ffmpeg -v warning -i '" + film.string() + "' -f null - 2>&1 | grep -q .") != 0);
  }
}

TEST_CASE("render::make_film puts pictures in motion and at rest into one film") {
  for (const auto* preset : {"ultrafast", "veryfast", "medium"}) {
    CAPTURE(std::string(preset));
    Studio studio;
    studio.settings.preset = preset;
    fill(studio, {1.6, 4, 1.4});
    studio.camera = Camera::rest;
    studio.speak(1, 4);
    studio.encode_body(1);
    for (std::size_t i : {0U, 1U}) studio.encode_join(i);
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
    const auto decoded = decode_film(film, 30);
    CHECK(decoded.messages == 0);
    REQUIRE(std::ssize(decoded.pts) == border(samples_of(studio), 30));
    for (std::size_t i = 0; i < decoded.pts.size(); ++i)
      REQUIRE(decoded.pts[i] == static_cast<std::int64_t>(i));
  }
}

TEST_CASE("render::rest_packet counts frame numbers on without a gap") {
  for (std::int64_t length : {1, 3, 19, 20, 899, 900, 1200, 9000}) {
    std::int64_t before = -1;
    for (std::int64_t at = 0; at < length; ++at) {
      const auto packet = rest_packet(at, length);
      REQUIRE(packet < kRestFrames);
      if (packet == 0)
        REQUIRE((at == 0 || length - at >= 300));
      else
        REQUIRE(packet % 16 == (before + 1) % 16);
      before = packet;
    }
  }
}

TEST_CASE("render::make_body of a picture at rest does not depend on its sound") {
  Studio studio;
  fill_album(studio, {1.5, 2.5});
  const auto bytes = bytes_of(studio.segments[0].body);
  studio.speak(0, 3.1);
  CHECK(studio.encode_body(0) == kRestFrames);
  CHECK((bytes_of(studio.segments[0].body) == bytes));
}

TEST_CASE("render::make_body of a picture at rest has a cycle at any quality and rate") {
  for (const int fps : {1, 24, 60, 120})
    for (const int crf : {1, 51}) {
      CAPTURE(fps);
      CAPTURE(crf);
      Studio studio;
      studio.settings.fps = fps;
      studio.settings.crf = crf;
      studio.settings.preset = "veryfast";
      studio.settings.width = 640;
      studio.settings.height = 360;
      CHECK_NOTHROW(fill_album(studio, {1.5}));
    }
}

TEST_CASE("render::make_film refuses a body at rest that is none") {
  Studio studio;
  fill(studio, {2, 2});
  studio.segments[0].camera = Camera::rest;
  CHECK(error_of([&] { studio.assemble("film.mp4"); }) ==
        "0.body: it is no picture at rest; it has to be made again");
}

TEST_CASE("render::make_film writes chapters") {
  Studio studio;
  fill_album(studio, {1.5, 2, 1});
  studio.segments[0].chapter = "Opening";
  studio.segments[2].chapter = "The end & after";
  const av::Input input(studio.assemble("film.mp4"), "mov", "can't be read");
  const auto& context = input.context();
  REQUIRE(context.nb_chapters == 2);
  const auto title = [&](unsigned i) {
    return std::string(av_dict_get(context.chapters[i]->metadata, "title", nullptr, 0)->value);
  };
  CHECK(title(0) == "Opening");
  CHECK(title(1) == "The end & after");
  CHECK(context.chapters[0]->start == 0);
  CHECK(context.chapters[0]->end == context.chapters[1]->start);
  const auto before = studio.segments[0].sound.packets + studio.segments[1].sound.packets;
  const auto* second = context.chapters[1];
  CHECK(std::abs(static_cast<double>(second->start) * av_q2d(second->time_base) -
                 static_cast<double>(before * kPacketSamples) / kSampleRate) < 0.001);
}

TEST_CASE("render::make_film refuses a film longer than platforms take") {
  Studio studio;
  studio.segments.resize(1);
  studio.segments[0].sound.packets = kLongestFilm / kPacketSamples + std::int64_t{60} * 47;
  CHECK(error_of([&] { studio.assemble("film.mp4"); }) ==
        "the film would last 12 hours and 1 minutes, and no platform takes more than 12 hours: "
        "make several videos of it");
}

}  // namespace storyreel::render::test
