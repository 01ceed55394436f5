#include <array>
#include <bit>
#include <cmath>
#include <fstream>

#include <doctest/doctest.h>

#include "pipeline/render/loudness.hpp"
#include "tests/pipeline/render/media.hpp"

/// Sound as people send it, good and bad.
namespace storyreel::render::test {

namespace {

struct Tracks {
  TemporaryFolder folder;

  std::filesystem::path file(const std::string& name) const { return folder.path() / name; }

  /// Makes a file with ffmpeg's own program.
  std::filesystem::path make(const std::string& name, const std::string& arguments) const {
    REQUIRE(run("ffmpeg -v error -y " + arguments + " '" + file(name).string() + "'") == 0);
    return file(name);
  }
  std::string refusal(const std::filesystem::path& track) const {
    return error_of([&] { make_track(track, 0, file("out.aac"), {}); });
  }
};

const std::string kSweep =
    "-f lavfi -i \"aevalsrc='0.3*sin(2*PI*(300+200*t)*t)*(0.6+0.4*sin(18*t))':s=48000:d=2\" ";

/// A tone in floating point that holds `number`, written bit by bit, half a second after `at`.
std::filesystem::path make_float_wav(const std::filesystem::path& file, std::uint32_t seconds,
                                     std::uint32_t at, std::uint32_t number) {
  constexpr std::uint32_t kRate = 8000;
  std::vector<std::uint32_t> samples;
  for (std::uint32_t i = 0; i < seconds * kRate; ++i)
    samples.push_back(std::bit_cast<std::uint32_t>(0.3F * std::sin(0.3F * static_cast<float>(i))));
  samples[at * kRate + kRate / 2] = number;
  const auto bytes = static_cast<std::uint32_t>(samples.size() * 4);
  const std::array<std::uint32_t, 5> format{16, 0x00010003, kRate, kRate * 4, 0x00200004};
  std::ofstream out(file, std::ios::binary);
  const auto put = [&](const void* data, std::size_t size) {
    out.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  };
  const std::uint32_t riff = bytes + 36;
  out << "RIFF";
  put(&riff, 4);
  out << "WAVEfmt ";
  put(format.data(), 20);
  out << "data";
  put(&bytes, 4);
  put(samples.data(), bytes);
  return file;
}

double correlation(const std::vector<float>& a, std::int64_t at, const std::vector<float>& b) {
  double sum = 0;
  double left = 1e-12;
  double right = 1e-12;
  for (std::size_t i = 4000; i < std::min<std::size_t>(b.size(), 80'000); ++i) {
    const double x = a[static_cast<std::size_t>(at) + i];
    const double y = b[i];
    sum += x * y;
    left += x * x;
    right += y * y;
  }
  return sum / std::sqrt(left * right);
}

}  // namespace

TEST_CASE("render::make_track takes any usual format, rate and number of channels") {
  const Tracks tracks;
  for (const auto& [name, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"a.mp3", kSweep + "-b:a 192k"},
           {"a.m4a", kSweep + "-c:a aac -b:a 192k"},
           {"a.flac", kSweep + "-ar 96000"},
           {"a.ogg", kSweep + "-c:a libvorbis"},
           {"a.opus", kSweep + "-c:a libopus"},
           {"a.aiff", kSweep + "-ar 44100"},
           {"a.wav", kSweep + "-ar 192000 -c:a pcm_s24le"},
           {"8k.wav", kSweep + "-ar 8000"},
           {"float.wav", kSweep + "-c:a pcm_f32le -ac 2"},
           {"a.mkv", "-f lavfi -i color=s=64x64:d=2 " + kSweep + "-c:a aac"}}) {
    CAPTURE(name);
    const auto track = tracks.make(name, arguments);
    const auto sound = make_track(track, 0, tracks.file("out.aac"), {});
    CHECK(sound.voice_at == kPacketSamples);
    const auto source = decode_sound(track);
    CHECK(sound.voice_end - sound.voice_at == std::ssize(source));
    const auto made = decode_sound(tracks.file("out.aac"));
    CHECK(std::ssize(made) == sound.packets * kPacketSamples);
    CHECK(best_lag(made, source, sound.voice_at, 40) == 0);
    CHECK(correlation(made, sound.voice_at, source) > 0.99);
  }
}

TEST_CASE("render::make_track takes the whole sound of a film whose pictures last longer") {
  const Tracks tracks;
  for (const std::string name : {"a.mp4", "a.mkv", "a.mov"}) {
    CAPTURE(name);
    const auto track = tracks.make(name, "-f lavfi -i color=s=64x64:d=9 " + kSweep + "-c:a aac");
    const auto sound = make_track(track, 0, tracks.file("out.aac"), {});
    CHECK(std::abs(static_cast<double>(sound.voice_end - sound.voice_at) / kSampleRate - 2) < 0.1);
  }
}

TEST_CASE("render::make_track mixes 5.1 down with nothing lost but the bass channel") {
  const Tracks tracks;
  const auto track = tracks.make(
      "51.flac",
      "-f lavfi -i \"aevalsrc='0.2*sin(2*PI*300*t)|0|0.2*sin(2*PI*700*t)|0.2*sin(2*PI*50*t)|"
      "0.2*sin(2*PI*1100*t)|0:s=48000:c=5.1:d=2'\"");
  make_track(track, 0, tracks.file("out.aac"), {});
  const auto sound = decode_sound(tracks.file("out.aac"));
  const auto strength = [&](double pitch) {
    double c = 0;
    double s = 0;
    for (std::size_t i = 10'000; i < 58'000; ++i) {
      const double x = 2 * M_PI * pitch * static_cast<double>(i) / kSampleRate;
      c += sound[i] * std::cos(x);
      s += sound[i] * std::sin(x);
    }
    return std::sqrt(c * c + s * s);
  };
  // Centre and surround at -3 dB beside the front.
  CHECK(strength(700) / strength(300) == doctest::Approx(0.707).epsilon(0.03));
  CHECK(strength(1100) / strength(300) == doctest::Approx(0.707).epsilon(0.03));
  CHECK(strength(50) / strength(300) < 0.01);
}

TEST_CASE("render::make_track levels dynamic, loud and short tracks") {
  const Tracks tracks;
  const auto fifth = [](double t) { return "lt(mod(t\\,1)\\," + std::to_string(t) + ")"; };
  for (const auto& [name, arguments] : std::vector<std::pair<std::string, std::string>>{
           {"clipped.wav",
            "-f lavfi -i \"aevalsrc='clip(3*sin(2*PI*997*t)\\,-1\\,1)':s=44100:d=4\""},
           {"quiet.wav",
            "-f lavfi -i \"aevalsrc='0.003*sin(2*PI*(200+90*t)*t)':s=44100:d=4\" "
            "-c:a pcm_s24le"},
           {"peaky.wav", "-f lavfi -i \"aevalsrc='0.1*sin(2*PI*440*t)+0.85*sin(2*PI*2500*t)*" +
                             fifth(0.03) + "':s=48000:d=6\""},
           {"between.wav",
            "-f lavfi -i \"aevalsrc='0.9*sin(PI/2*n+PI/4)*" + fifth(0.4) + "':s=48000:d=4\""}}) {
    CAPTURE(name);
    const auto out = tracks.file("out.aac");
    make_track(tracks.make(name, arguments), 0, out, {});
    const auto [lufs, peak] = measure(out);
    CHECK(std::abs(lufs + 14) < 1);
    CHECK(peak <= -1);
  }
}

TEST_CASE("render::make_track pads what is shorter than a segment") {
  const Tracks tracks;
  const auto track = make_wav(tracks.file("short.wav"), {.seconds = 0.2, .silence = 0});
  const auto sound = make_track(track, 47, tracks.file("out.aac"), {});
  CHECK(sound.packets == 47);
  CHECK(sound.voice_end - sound.voice_at == std::ssize(decode_sound(track)));
  CHECK(decode_sound(tracks.file("out.aac")).size() == 47 * kPacketSamples);
}

TEST_CASE("render::make_track refuses what can't be heard in one clear sentence") {
  const Tracks tracks;
  const auto starts = [&](const std::filesystem::path& track, const std::string& words) {
    const auto said = tracks.refusal(track);
    CAPTURE(said);
    CHECK(said.find(track.filename().string() + ": " + words) == 0);
    CHECK(said.find('\n') == std::string::npos);
  };
  SUBCASE("missing") {
    starts(tracks.file("none.mp3"), "the sound can't be read: No such file");
  }
  SUBCASE("empty") {
    std::ofstream(tracks.file("empty.mp3")) << "";
    starts(tracks.file("empty.mp3"), "the sound can't be read: the file is empty");
  }
  SUBCASE("silent") {
    starts(make_wav(tracks.file("silent.wav"), {.seconds = 3, .level = 0}),
           "there is only silence in it");
    starts(make_wav(tracks.file("pause.wav"), {.seconds = 0.2, .level = 0}),
           "there is only silence in it");
  }
  SUBCASE("mislabelled") {
    make_png(tracks.file("p.png"), 40, 30);
    std::filesystem::rename(tracks.file("p.png"), tracks.file("track.mp3"));
    starts(tracks.file("track.mp3"), "the sound can't be read: ");
  }
  SUBCASE("noise that is no file") {
    std::ofstream(tracks.file("n.mp3")) << std::string(50'000, '\x13');
    starts(tracks.file("n.mp3"), "the sound can't be read: ");
  }
  SUBCASE("a film without sound") {
    starts(tracks.make("v.mp4", "-f lavfi -i testsrc=s=64x64:d=1 -c:v mpeg4"),
           "there is no sound in it");
  }
  SUBCASE("encrypted") {
    starts(tracks.make("e.mp4", kSweep + "-c:a aac -encryption_scheme cenc-aes-ctr -encryption_key "
                                         "76a6c65c5ea762046bd749a2e632ccbb -encryption_kid "
                                         "a7e61c373e219033c21091fa607bf3b8"),
           "it is encrypted");
  }
  SUBCASE("numbers that are no sound") {
    for (const std::uint32_t number : {0x7FC00000U, 0x7F800000U, 0xFF800000U}) {
      starts(make_float_wav(tracks.file("nan.wav"), 13, 12, number),
             "at 0:12 it holds numbers that are no sound");
      CHECK(error_of([&] { verify_voice(tracks.file("nan.wav")); }).find("at 0:12 it holds") !=
            std::string::npos);
      CHECK(error_of([&] {
              make_bed(tracks.file("nan.wav"), tracks.file("bed"), {});
            }).find("at 0:12 it holds") != std::string::npos);
    }
  }
  SUBCASE("cut off") {
    const std::string noise = "-f lavfi -i anoisesrc=a=0.2:d=6 ";
    for (const std::string name :
         {"c.m4a", "c.flac", "c.mp3", "c.wav", "c.ogg", "c.opus", "c.mka"}) {
      const auto* movflags = name == "c.m4a" ? "-movflags +faststart" : "";
      const auto track = tracks.make(name, noise + movflags);
      std::filesystem::resize_file(track, std::filesystem::file_size(track) / 2);
      starts(track, "the ");
    }
    make_png(tracks.file("cover.png"), 40, 30);
    const auto covered = tracks.make(
        "covered.m4a", noise + "-i '" + tracks.file("cover.png").string() +
                           "' -map 0 -map 1 -c:v png -disposition:v attached_pic -movflags "
                           "+faststart");
    std::filesystem::resize_file(covered, std::filesystem::file_size(covered) / 2);
    starts(covered, "the ");
    const auto late = tracks.make("late.m4a", kSweep);
    std::filesystem::resize_file(late, std::filesystem::file_size(late) / 2);
    starts(late, "the sound can't be read: ");
  }
}

}  // namespace storyreel::render::test
