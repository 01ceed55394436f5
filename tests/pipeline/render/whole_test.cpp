#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "pipeline/render/loudness.hpp"
#include "tests/pipeline/render/media.hpp"

/// Whole films and long sounds, as people watch, hear and keep them.
namespace storyreel::render::test {

namespace {

/// What ffmpeg's own program says while it decodes all of a film.
std::string complaints(const std::filesystem::path& film) {
  const auto log = film.string() + ".log";
  CHECK(run("ffmpeg -v warning -i '" + film.string() + "' -f null - >'" + log + "' 2>&1") == 0);
  return bytes_of(log);
}

void check_levels(const std::filesystem::path& film) {
  const auto [lufs, peak] = measure(film);
  CAPTURE(lufs);
  CHECK(std::abs(lufs + 14) <= 1);
  CHECK(peak <= -1);
}

/// Memory of this process in kB: "VmRSS", or "VmHWM", the most so far.
std::int64_t memory(const std::string& name) {
  std::istringstream status(bytes_of("/proc/self/status"));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name + ":")) return std::atoll(line.c_str() + name.size() + 1);
  return 0;
}

/// How much more memory than before `call` takes at its most, in kB.
template <class F>
std::int64_t growth(F call) {
  std::ofstream("/proc/self/clear_refs") << "5";  // forgets the most so far
  const auto before = memory("VmRSS");
  call();
  return memory("VmHWM") - before;
}

}  // namespace

TEST_CASE(
    "render::make_film gives a narrated film of any voices one level, and no player trouble") {
  Studio studio;
  studio.settings.subtitles = config::Subtitles::soft;
  fill(studio, {1.2, 0.4, 3.1, 0.2, 1.9});
  const std::vector<Wav> voices{{.seconds = 2.2, .level = 0.9},
                                {.seconds = 0.3, .rate = 8000, .level = 0.02},
                                {.seconds = 3.1, .rate = 48000, .channels = 2, .level = 0.1}};
  for (std::size_t i = 0; i < voices.size(); ++i) {
    const auto& segment = studio.segments[i];
    const auto sound = make_sound(make_wav(studio.voices[i], voices[i]),
                                  least_packets(studio.settings), segment.packets, {});
    studio.stills[i].sound = studio.segments[i].sound = sound;
    studio.encode_body(i);
  }
  for (std::size_t i = 0; i + 1 < studio.segments.size(); ++i) studio.encode_join(i);
  const auto film = studio.assemble("film.mp4");
  CHECK(complaints(film) == "");
  check_levels(film);
}

TEST_CASE("render::make_film gives an album of any tracks one level, and no player trouble") {
  Studio studio;
  studio.camera = Camera::rest;
  fill(studio, {4, 2.5, 3.3});
  const std::vector<std::string> tracks{
      "aevalsrc='0.9*sin(2*PI*330*t)*(0.3+0.7*lt(mod(t,1),0.2))|0.5*sin(2*PI*331*t)':s=44100:d=4",
      "aevalsrc='0.01*sin(2*PI*(200+90*t)*t)':s=96000:d=3",
      "anoisesrc=a=0.8:c=pink:r=48000:d=5:seed=7"};
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    const auto& track = studio.voices[i];
    REQUIRE(run("ffmpeg -v error -y -f lavfi -i \"" + tracks[i] + "\" '" + track.string() + "'") ==
            0);
    studio.segments[i].sound =
        make_track(track, least_packets(studio.settings), studio.segments[i].packets, {});
  }
  const auto film = studio.assemble("film.mp4");
  CHECK(complaints(film) == "");
  check_levels(film);
}

TEST_CASE("render::make_film makes upright films at every rate") {
  for (int fps : {24, 25, 60}) {
    CAPTURE(fps);
    Studio studio;
    studio.settings.width = 1080;
    studio.settings.height = 1920;
    studio.settings.fps = fps;
    studio.settings.crossfade = std::chrono::milliseconds(200);
    studio.settings.subtitles = config::Subtitles::burned;
    fill(studio, {0.3, 0.3});
    const auto film = studio.assemble("film.mp4");
    CHECK(verify_film(film, studio.settings) == std::vector<std::string>{});
    CHECK(complaints(film) == "");
  }
}

TEST_CASE("render::mix_sound keeps a film of very short sentences over music at its level") {
  const TemporaryFolder folder;
  const auto music = folder.path() / "m.wav";
  REQUIRE(run("ffmpeg -v error -y -f lavfi -i \"aevalsrc='0.2*sin(2*PI*220*t)+0.2*sin(2*PI*277*t)"
              "*(0.6+0.4*sin(5*t))':s=44100:d=8\" '" +
              music.string() + "'") == 0);
  const auto bed = folder.path() / "bed";
  make_bed(music, bed, {});
  constexpr int kCount = 12;
  std::ofstream film(folder.path() / "film.aac", std::ios::binary);
  std::int64_t at = 0;
  for (int i = 0; i < kCount; ++i) {
    const auto voice =
        make_wav(folder.path() / "v.wav",
                 {.seconds = 0.25 + 0.05 * (i % 3), .level = i % 2 == 0 ? 0.8 : 0.03, .seed = i});
    const auto part = folder.path() / "part.aac";
    const auto sound = mix_sound(voice, bed, at, {.first = i == 0, .last = i + 1 == kCount},
                                 least_packets(small_settings()), part, {});
    at += sound.packets * kPacketSamples;
    film << bytes_of(part);
  }
  film.close();
  check_levels(folder.path() / "film.aac");
}

TEST_CASE("render::make_track takes no more memory for a long track" *
          doctest::skip(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))) {
  // Whole tracks in memory would take 23 MB a minute. Three hours take minutes: soak has them.
  const int minutes = std::getenv("STORYREEL_SOAK") ? 180 : 3;
  const TemporaryFolder folder;
  const auto track = [&](int length) {
    const auto file = folder.path() / (std::to_string(length) + ".flac");
    REQUIRE(run("ffmpeg -v error -y -f lavfi -i \"sine=f=440:r=48000:d=5,apad=whole_dur=" +
                std::to_string(length * 60) + "\" '" + file.string() + "'") == 0);
    return file;
  };
  const auto encode = [&](const std::filesystem::path& file) {
    return growth([&] { make_track(file, 0, folder.path() / "out.aac", {}); });
  };
  const auto brief = track(1);
  const auto lasting = track(minutes);
  encode(brief);
  const auto once = encode(brief);
  const auto long_one = encode(lasting);
  CAPTURE(once);
  CHECK(long_one - once < 4000 + 60 * minutes);
}

}  // namespace storyreel::render::test
