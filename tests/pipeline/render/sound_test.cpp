#include <algorithm>
#include <cmath>
#include <fstream>

#include <doctest/doctest.h>

#include "pipeline/render/adts.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/limiter.hpp"
#include "pipeline/render/loudness.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

double loudness_of(const std::vector<float>& sound) {
  LoudnessMeter meter;
  for (float sample : sound) meter.add({sample, sample});
  return meter.loudness().value_or(-100);
}

float peak_of(const std::vector<float>& sound, std::int64_t from, std::int64_t to) {
  float peak = 0;
  for (auto i = from; i < to; ++i)
    peak = std::max(peak, std::abs(sound[static_cast<std::size_t>(i)]));
  return peak;
}

}  // namespace

TEST_CASE("render::make_sound levels and frames any voice") {
  const TemporaryFolder folder;
  const auto out = folder.path() / "v.aac";
  for (const Wav& wav :
       {Wav{.rate = 8000}, Wav{.rate = 44100, .channels = 2, .level = 0.9},
        Wav{.rate = 48000, .channels = 6, .level = 0.02}, Wav{.seconds = 2.5, .silence = 1}}) {
    CAPTURE(wav.rate);
    const auto sound = make_sound(make_wav(folder.path() / "v.wav", wav), 0, out, {});
    const auto decoded = decode_sound(out);
    // 10 ms of tolerance for where the voice is heard to begin and end.
    CHECK(std::abs(double(sound.voice_end - sound.voice_at) / kSampleRate - wav.seconds - 0.09) <
          0.05);
    CHECK(std::ssize(decoded) == sound.packets * kPacketSamples);
    CHECK(sound.voice_at >= kSampleRate / 4);
    CHECK(sound.packets * kPacketSamples - sound.voice_end >= kSampleRate * 7 / 20);
    CHECK(std::abs(loudness_of(decoded) + 14) < 1);
    CHECK(peak_of(decoded, 0, std::ssize(decoded)) < 0.891F);
    CHECK(peak_of(decoded, 0, 2048) < 1e-4F);
    CHECK(peak_of(decoded, std::ssize(decoded) - 2048, std::ssize(decoded)) < 1e-4F);
  }
}

TEST_CASE("render::make_sound gives a short word a whole segment") {
  const TemporaryFolder folder;
  const auto sound = make_sound(make_wav(folder.path() / "v.wav", {.seconds = 0.15}), 47,
                                folder.path() / "v.aac", {});
  CHECK(sound.packets == 47);
}

TEST_CASE("render::verify_voice refuses what is no voice in one clear sentence") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "v.wav";
  const auto error = [&] { return error_of([&] { verify_voice(file); }); };
  CHECK(error() == "v.wav: the sound can't be read: No such file or directory");
  std::ofstream(file) << "";
  CHECK(error().find("v.wav: the sound can't be read: ") == 0);
  std::ofstream(file) << "only text that somebody called a voice";
  CHECK(error().find("v.wav: the sound can't be read: ") == 0);
  std::ofstream(file) << "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/secret.wav\n";
  CHECK(error().find("v.wav: the sound can't be read: ") == 0);
  make_wav(file, {.level = 0});
  CHECK(error() == "v.wav: there is only silence in it");
  make_wav(file, {});
  std::filesystem::resize_file(file, 20'000);
  CHECK(error() == "v.wav: the sound can't be read: the file is cut off");
  std::filesystem::resize_file(file, 44);
  CHECK(error() != "");
  make_wav(file, {});
  CHECK(error() == "");
}

TEST_CASE("render::LoudnessMeter measures as BS.1770 says") {
  // A 997 Hz sine at 0 dBFS in one channel of two reads -3.01 LUFS.
  LoudnessMeter meter;
  for (int i = 0; i < kSampleRate * 3; ++i)
    meter.add({static_cast<float>(std::sin(2 * M_PI * 997 * i / kSampleRate)), 0});
  CHECK(*meter.loudness() == doctest::Approx(-3.01).epsilon(0.02));
}

TEST_CASE("render::Limiter stays below its ceiling and leaves quiet sound alone") {
  Limiter limiter(0.5F);
  for (int i = 0; i < 20000; ++i) {
    const bool is_loud = i >= 10000 && i < 10300;
    const float in = (is_loud ? 1.0F : 0.3F) * static_cast<float>(std::sin(i * 0.1));
    const auto out = limiter.push({in, -in});
    REQUIRE(std::abs(out.left) <= 0.5001F);
    if (i > Limiter::kDelay && i < 9000)
      REQUIRE(out.left ==
              0.3F * static_cast<float>(std::sin((i - static_cast<int>(Limiter::kDelay)) * 0.1)));
  }
}

TEST_CASE("render::adts_header says its packet's size") {
  for (std::size_t size : {1UL, 8UL, 255UL, 1536UL, 8184UL})
    CHECK(adts_packet_size(adts_header(size)) == size);
  CHECK(adts_packet_size("short") == 0);
  CHECK(adts_packet_size("RIFF....WAVE") == 0);
}

TEST_CASE("render::border rounds to the nearest frame") {
  CHECK(border(0, 30) == 0);
  CHECK(border(799, 30) == 0);
  CHECK(border(800, 30) == 1);
  CHECK(border(48000LL * 3600 * 12, 60) == 60LL * 3600 * 12);
  for (int fps : {24, 25, 30, 60})
    for (std::int64_t packets = least_packets({.fps = fps}); packets < 400; ++packets)
      for (std::int64_t at = 0; at < 20; ++at) {
        const auto start = at * kPacketSamples;
        const auto whole = border(start + packets * kPacketSamples, fps) - border(start, fps);
        REQUIRE(whole <= most_frames(packets, fps));
        REQUIRE(whole >= most_frames(packets, fps) - 1);
        REQUIRE(body_range(whole, {}, join_frames({.fps = fps})).size() >= 2);
      }
}

}  // namespace storyreel::render::test
