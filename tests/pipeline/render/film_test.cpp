#include <algorithm>
#include <cmath>
#include <map>

#include <doctest/doctest.h>

#include "config/scalars.hpp"
#include "pipeline/render/drawing.hpp"
#include "pipeline/render/grid.hpp"
#include "pipeline/render/sheet.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

std::int64_t samples_of(const Studio& studio) {
  std::int64_t packets = 0;
  for (const auto& segment : studio.segments) packets += segment.sound.packets;
  return packets * kPacketSamples;
}

/// The first sample of each segment, and the film's end.
std::vector<std::int64_t> starts_of(const Studio& studio) {
  std::vector<std::int64_t> starts{0};
  for (const auto& segment : studio.segments)
    starts.push_back(starts.back() + segment.sound.packets * kPacketSamples);
  return starts;
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

std::filesystem::path make_dark_png(const std::filesystem::path& file) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 270, 480));
  REQUIRE(cairo_surface_write_to_png(surface.get(), file.c_str()) == CAIRO_STATUS_SUCCESS);
  return file;
}

/// Rows of the first line of capitals that stand in a dark picture.
int letter_height(const std::vector<std::uint8_t>& luma, std::size_t width) {
  constexpr std::uint8_t kBright = 150;
  int rows = 0;
  for (std::size_t at = 0; at < luma.size(); at += width) {
    const auto* row = &luma[at];
    const bool is_bright = std::any_of(row, row + width, [](auto y) { return y > kBright; });
    if (is_bright) ++rows;
    if (!is_bright && rows > 0) break;
  }
  return rows;
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

TEST_CASE("render::make_body draws burned subtitles only while they are said") {
  Studio studio;
  studio.settings.subtitles = config::Subtitles::burned;
  fill(studio, {2});
  const auto burned = decode_film(studio.assemble("burned.mp4"), 30);
  studio.settings.subtitles = config::Subtitles::none;
  studio.encode_body(0);
  const auto plain = decode_film(studio.assemble("plain.mp4"), 30);
  const auto difference = [&](std::size_t frame) {
    double sum = 0;
    for (std::size_t i = 0; i < plain.luma[frame].size(); ++i)
      sum += std::abs(burned.luma[frame][i] - plain.luma[frame][i]);
    return sum / static_cast<double>(plain.luma[frame].size());
  };
  CHECK(difference(2) < 0.5);
  CHECK(difference(40) > 1);
}

TEST_CASE("render::make_body burns subtitles of any length in letters of one height") {
  Studio studio;
  studio.settings.width = 270;
  studio.settings.height = 480;
  studio.settings.crossfade = std::chrono::milliseconds(0);
  studio.settings.subtitles = config::Subtitles::burned;
  fill(studio, {1.5, 1.5});
  for (const auto& [index, text] : {std::pair<std::size_t, std::string>{0, "HHHH HHHH"},
                                    {1, "HHHH HHHH HHHH HHHH HHHH HHHH HHHH HHHH"}}) {
    studio.stills[index].picture = make_dark_png(studio.file("dark.png"));
    studio.stills[index].subtitle = studio.segments[index].subtitle = text;
    studio.encode_body(index);
  }
  const auto film = studio.assemble("film.mp4");
  const auto decoded = decode_film(film, studio.settings.fps);
  const auto height = [&](std::size_t frame) { return letter_height(decoded.luma[frame], 270); };
  const auto second = static_cast<std::size_t>(border(starts_of(studio)[1], studio.settings.fps));
  CHECK(height(20) > 5);
  CHECK(std::abs(height(second + 20) - height(20)) <= 1);
}

TEST_CASE("render:: a full disk is said to be one") {
  Studio studio;
  fill(studio, {0.5});
  const std::filesystem::path full = "/dev/full";
  const auto full_disk = [](auto call) {
    std::string said;
    try {
      call();
    } catch (const FullDiskError& error) {
      said = error.what();
    }
    return said.starts_with("full: ") && said.find("No space left on device") != std::string::npos;
  };
  const auto bed = studio.file("bed");
  make_bed(studio.voices[0], bed, {});
  CHECK(full_disk([&] { make_sound(studio.voices[0], 0, full, {}); }));
  CHECK(full_disk([&] { make_track(studio.voices[0], 0, full, {}); }));
  CHECK(full_disk([&] { make_bed(studio.voices[0], full, {}); }));
  CHECK(full_disk([&] { mix_sound(studio.voices[0], bed, 0, {}, 0, full, {}); }));
  CHECK(full_disk([&] { make_body(studio.stills[0], {}, studio.settings, full, {}, {}); }));
  CHECK(full_disk([&] { make_film(studio.segments, studio.settings, full, {}, {}); }));
  const auto film = studio.assemble("film.mp4");
  CHECK(full_disk([&] { draw_thumbnail(film, full, {}); }));
}

TEST_CASE("render:: everything stops at once when asked to") {
  Studio studio;
  fill(studio, {0.6, 0.6});
  std::stop_source source;
  source.request_stop();
  const auto stop = source.get_token();
  const auto stops = [](auto call) {
    try {
      call();
      return false;
    } catch (...) {
      return is_cancelled(std::current_exception());
    }
  };
  const auto out = studio.file("out");
  const auto bed = studio.file("bed");
  make_bed(studio.voices[0], bed, {});
  CHECK(stops([&] { make_sound(studio.voices[0], 0, out, stop); }));
  CHECK(stops([&] { make_track(studio.voices[0], 0, out, stop); }));
  CHECK(stops([&] { make_bed(studio.voices[0], out, stop); }));
  CHECK(stops([&] { mix_sound(studio.voices[0], bed, 0, {}, 0, out, stop); }));
  CHECK(stops([&] { make_body(studio.stills[0], {}, studio.settings, out, {}, stop); }));
  CHECK(stops([&] { make_join(studio.stills[0], studio.stills[1], studio.settings, out, stop); }));
  CHECK(stops([&] { make_film(studio.segments, studio.settings, out, {}, stop); }));
}

}  // namespace storyreel::render::test
