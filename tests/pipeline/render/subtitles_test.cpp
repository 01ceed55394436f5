#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "pipeline/render/av/container.hpp"
#include "pipeline/render/cues.hpp"
#include "pipeline/render/drawing.hpp"
#include "pipeline/render/grid.hpp"
#include "tests/pipeline/render/media.hpp"

/// Subtitles as films show them.
namespace storyreel::render::test {

namespace {

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

TEST_CASE("render::make_film shows soft subtitles when they are said") {
  Studio studio;
  studio.settings.subtitles = config::Subtitles::soft;
  fill(studio, {0.8, 1.3, 0.6});
  av::Input input(studio.assemble("film.mp4"), "mov", "can't be read");
  const auto* stream = input.stream(AVMEDIA_TYPE_SUBTITLE);
  REQUIRE(stream);
  std::vector<Cue> shown;
  for (const auto packet = av::make_packet(); input.read(*packet);) {
    constexpr int kLength = 2;  // before the text; an empty one ends the one before it
    if (packet->stream_index != stream->index || packet->size <= kLength) continue;
    const auto sample = [&](std::int64_t time) {
      return std::llround(static_cast<double>(time) * av_q2d(stream->time_base) * kSampleRate);
    };
    const std::string bytes(reinterpret_cast<const char*>(packet->data),
                            static_cast<std::size_t>(packet->size));
    shown.push_back(
        {bytes.substr(kLength), sample(packet->pts), sample(packet->pts + packet->duration)});
  }
  const auto starts = starts_of(studio);
  REQUIRE(shown.size() == studio.segments.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto& segment = studio.segments[i];
    CHECK(shown[i].text == segment.subtitle);
    CHECK(std::abs(shown[i].start - starts[i] - segment.sound.voice_at) <= kSampleRate / 1000);
    CHECK(shown[i].end >= starts[i] + segment.sound.voice_end);
    CHECK(shown[i].end <= starts[i + 1] + kSampleRate / 1000);
  }
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

}  // namespace storyreel::render::test
