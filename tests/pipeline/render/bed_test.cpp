#include "pipeline/render/bed.hpp"

#include <cmath>
#include <fstream>

#include <doctest/doctest.h>

#include "pipeline/render/ducking.hpp"
#include "pipeline/render/loudness.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

/// Music with a beat: chords, and a drum every half second.
std::filesystem::path make_music(const std::filesystem::path& file, double seconds) {
  REQUIRE(run("ffmpeg -v error -y -f lavfi -i \"aevalsrc='"
              "0.1*sin(2*PI*(220+mod(floor(t),4)*30)*t)+0.1*sin(2*PI*(331+mod(floor(t),3)*20)*t)"
              "+0.4*(random(0)-0.5)*exp(-30*mod(t,0.5))':s=44100:d=" +
              std::to_string(seconds) + "\" -af lowpass=f=5000 '" + file.string() + "'") == 0);
  return file;
}

std::vector<float> bed_sound(const std::filesystem::path& bed, std::int64_t at, std::size_t size) {
  BedReader reader(bed, at);
  std::vector<float> sound;
  while (sound.size() < size) sound.push_back(reader.next().left);
  return sound;
}

double rms(const std::vector<float>& sound, std::int64_t from, std::int64_t to) {
  double sum = 0;
  for (auto i = from; i < to; ++i)
    sum += double{sound[static_cast<std::size_t>(i)]} * sound[static_cast<std::size_t>(i)];
  return std::sqrt(sum / static_cast<double>(to - from));
}

/// The sound of a film of such segments.
std::vector<float> joined(const std::vector<std::filesystem::path>& parts,
                          const std::filesystem::path& out) {
  std::ofstream whole(out, std::ios::binary);
  for (const auto& part : parts) whole << bytes_of(part);
  whole.close();
  return decode_sound(out);
}

}  // namespace

TEST_CASE("render::make_bed can be read without end") {
  const TemporaryFolder folder;
  const auto bed = folder.path() / "bed";
  make_bed(make_music(folder.path() / "m.wav", 9.3), bed, {});
  const auto length = static_cast<std::int64_t>(std::filesystem::file_size(bed) / 8);
  CHECK(length > kSampleRate * 6);
  const auto sound = bed_sound(bed, -3000, 6000);
  CHECK(sound == bed_sound(bed, length - 3000, 6000));
  CHECK(sound == bed_sound(bed, 5 * length - 3000, 6000));
  CHECK(std::abs(sound[3000] - sound[2999]) < 0.05F);
  LoudnessMeter meter;
  for (float sample : bed_sound(bed, 0, static_cast<std::size_t>(length)))
    meter.add({sample, sample});
  CHECK(std::abs(*meter.loudness() + 14) < 1);
}

TEST_CASE("render::make_bed refuses silence and reads back only what is whole") {
  const TemporaryFolder folder;
  const auto music = make_wav(folder.path() / "m.wav", {.level = 0});
  CHECK(error_of([&] { make_bed(music, folder.path() / "bed", {}); }) ==
        "m.wav: there is only silence in it");
  std::ofstream(folder.path() / "none") << "";
  CHECK(error_of([&] { BedReader(folder.path() / "none", 0); }) ==
        "none: the music bed is empty; it has to be made again");
}

TEST_CASE("render::Ducking is down while somebody speaks and up at both ends") {
  const Sound sound{.packets = 400, .voice_at = 12000, .voice_end = 12000 + 48000 * 6};
  std::vector<float> peaks(600, 0.5F);
  for (std::size_t i = 200; i < 350; ++i) peaks[i] = 0.001F;
  for (std::size_t i = 400; i < 430; ++i) peaks[i] = 0;
  const Ducking ducking(sound, peaks, {});
  const auto db = [&](double seconds) {
    return 20 * std::log10(ducking.gain(12000 + std::llround(seconds * kSampleRate)));
  };
  CHECK(db(1) == doctest::Approx(-18));
  CHECK(db(2.7) == doctest::Approx(-12));
  CHECK(db(4.15) == doctest::Approx(-18));
  const auto end = sound.packets * kPacketSamples;
  for (std::int64_t at = -kPacketSamples; at < kPacketSamples; ++at) {
    REQUIRE(ducking.gain(at) == ducking.gain(0));
    REQUIRE(ducking.gain(end + at) == ducking.gain(0));
  }
  CHECK(20 * std::log10(ducking.gain(0)) == doctest::Approx(-12));
  for (std::int64_t at = 1; at < end; ++at)
    REQUIRE(std::abs(ducking.gain(at) - ducking.gain(at - 1)) < 1e-4F);
}

TEST_CASE("render::mix_sound lays one continuous bed under its sentences") {
  const TemporaryFolder folder;
  const auto bed = folder.path() / "bed";
  make_bed(make_music(folder.path() / "m.wav", 5.3), bed, {});
  constexpr std::size_t kCount = 6;
  constexpr std::int64_t kStart = 100'000;
  std::vector<std::filesystem::path> parts;
  std::vector<Sound> sounds;
  std::int64_t at = kStart;
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto name = std::to_string(i);
    const auto voice =
        make_wav(folder.path() / (name + ".wav"),
                 {.seconds = 1.5 + 0.37 * static_cast<double>(i), .seed = static_cast<int>(i)});
    parts.push_back(folder.path() / (name + ".aac"));
    sounds.push_back(
        mix_sound(voice, bed, at, {.first = i == 0, .last = i + 1 == kCount}, 0, parts.back(), {}));
    at += sounds.back().packets * kPacketSamples;
  }
  const auto sound = joined(parts, folder.path() / "film.aac");
  const auto music = bed_sound(bed, kStart, static_cast<std::size_t>(at - kStart));
  REQUIRE(sound.size() == music.size());
  std::int64_t seam = 0;
  for (std::size_t i = 0; i + 1 < kCount; ++i) {
    seam += sounds[i].packets * kPacketSamples;
    // On either side of a seam there is nothing but the bed, 12 LU down.
    double off = 0;
    double before = 0;
    for (auto k = seam - 800; k < seam + 800; ++k) {
      const auto here = static_cast<std::size_t>(k);
      const double error = sound[here] - 0.2512 * music[here];
      if (k > seam - 800) REQUIRE(std::abs(error - before) < 0.05);
      before = error;
      off += error * error;
    }
    CHECK(std::sqrt(off / 1600) < 0.1 * rms(sound, seam - 800, seam + 800) + 1e-3);
  }
  // Where nothing is faded, the whole is as loud as a voice alone.
  LoudnessMeter meter;
  for (float sample : sound) meter.add({sample, sample});
  CHECK(std::abs(*meter.loudness() + 14) < 1);
  CHECK(rms(sound, 0, 1000) < 1e-4);
  CHECK(rms(sound, std::ssize(sound) - 500, std::ssize(sound)) < 2e-3);
}

TEST_CASE("render::mix_sound keeps voices where make_sound puts them") {
  const TemporaryFolder folder;
  const auto bed = folder.path() / "bed";
  const auto out = folder.path() / "v.aac";
  make_bed(make_music(folder.path() / "m.wav", 4), bed, {});
  const auto voice = make_wav(folder.path() / "v.wav", {.seconds = 1.2});
  const auto alone = make_sound(voice, 100, out, {});
  CHECK(mix_sound(voice, bed, 12345, {}, 100, out, {}) == alone);
  const auto once = bytes_of(out);
  mix_sound(voice, bed, 12345, {}, 100, out, {});
  CHECK((bytes_of(out) == once));
  const auto sound = decode_sound(out);
  constexpr std::int64_t kCut = kSampleRate * 7 / 100;
  CHECK(best_lag(sound, decode_sound(voice), alone.voice_at - kCut, 300) == 0);
}

}  // namespace storyreel::render::test
