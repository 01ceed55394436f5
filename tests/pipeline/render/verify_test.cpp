#include <algorithm>
#include <fstream>
#include <functional>

#include <doctest/doctest.h>

#include "pipeline/render/av/container.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

/// How a copy of a film differs from it.
struct Change {
  bool faststart = true;
  bool sound = true;
  std::function<void(AVPacket&)> picture = [](AVPacket&) {};
};

/// Copies a film packet by packet.
std::filesystem::path copy_film(const std::filesystem::path& film, const std::filesystem::path& to,
                                const Change& change) {
  av::Input input(film, "mov", "can't be read");
  av::Output output(to);
  const auto& streams = input.context();
  const unsigned count = change.sound ? 2 : 1;
  for (unsigned i = 0; i < count; ++i)
    output.add(*streams.streams[i]->codecpar, streams.streams[i]->time_base);
  const std::string faststart = change.faststart ? "+faststart" : "";
  const av::Options options{{"use_editlist", "0"},
                            {"movflags", faststart + "+negative_cts_offsets"}};
  output.begin(options);
  const auto packet = av::make_packet();
  while (input.read(*packet)) {
    const auto index = packet->stream_index;
    if (index >= static_cast<int>(count)) continue;
    if (index == 0) change.picture(*packet);
    output.write(*packet, index, streams.streams[index]->time_base);
  }
  output.finish();
  return to;
}

}  // namespace

TEST_CASE("render::verify_film finds nothing wrong with films of few frames") {
  for (const int fps : {1, 2, 5}) {
    CAPTURE(fps);
    Studio studio;
    studio.settings.fps = fps;
    fill(studio, {0.4, 0.9, 0.6});
    CHECK(verify_film(studio.assemble("film.mp4"), studio.settings) == std::vector<std::string>{});
  }
}

TEST_CASE("render::verify_film names what is wrong") {
  Studio studio;
  fill(studio, {0.6, 0.5});
  const auto film = studio.assemble("film.mp4");
  const auto copy = studio.file("copy.mp4");
  const auto faults = [&](const std::filesystem::path& file) {
    std::string all;
    for (const auto& fault : verify_film(file, studio.settings)) all += fault + "; ";
    return all;
  };
  REQUIRE(faults(film) == "");
  REQUIRE(faults(copy_film(film, copy, {})) == "");

  SUBCASE("index at the end") {
    copy_film(film, copy, {.faststart = false});
    CHECK(faults(copy).find("the index stands behind the content") == 0);
  }
  SUBCASE("no sound") {
    copy_film(film, copy, {.sound = false});
    CHECK(faults(copy) == "there is no sound in it; ");
  }
  SUBCASE("changing rate") {
    copy_film(film, copy, {.picture = [](AVPacket& packet) {
                if (packet.dts > 20) packet.pts += 3, packet.dts += 3;
              }});
    CHECK(faults(copy).find("the picture does not run at a constant rate") == 0);
  }
  SUBCASE("another rate than wished") {
    studio.settings.fps = 25;
    CHECK(faults(film) != "");
  }
  SUBCASE("wrong size") {
    studio.settings.width = 640;
    CHECK(faults(film) == "the picture has 320x180 pixels instead of 640x180; ");
  }
  SUBCASE("damaged where nobody looks at first") {
    auto bytes = bytes_of(film);
    const auto at = bytes.find("mdat") + 4;
    for (auto i = at; i < bytes.size(); i += 7) bytes[i] = static_cast<char>(bytes[i] ^ 0x55);
    std::ofstream(film, std::ios::binary) << bytes;
    CHECK(faults(film).find("the picture can't be decoded from ") != std::string::npos);
  }
  SUBCASE("cut off") {
    std::filesystem::resize_file(film, std::filesystem::file_size(film) * 2 / 3);
    CHECK(faults(film).find("the file is cut off") == 0);
    CHECK(faults(film).find("breaks off after") != std::string::npos);
  }
  SUBCASE("cut off in the index") {
    std::filesystem::resize_file(film, 200);
    CHECK(faults(film) != "");
  }
  SUBCASE("no film at all") {
    std::ofstream(copy) << "no film";
    CHECK(faults(copy) != "");
    CHECK(faults(studio.file("missing.mp4")) != "");
  }
}

}  // namespace storyreel::render::test
