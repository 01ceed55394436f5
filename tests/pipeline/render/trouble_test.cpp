#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/runtime/full_disk.hpp"
#include "pipeline/render/examine.hpp"
#include "pipeline/render/scene.hpp"
#include "pipeline/render/sheet.hpp"
#include "tests/pipeline/render/media.hpp"

/// What whoever renders has to reckon with: full disks, being stopped, being asked how far it is.
namespace storyreel::render::test {

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
  CHECK(stops([&] { Scene(studio.stills[0], studio.settings, stop); }));
  const auto film = studio.assemble("film.mp4");
  CHECK(stops([&] { verify_film(film, studio.settings, stop); }));
  CHECK(stops([&] { examine_film(film, {}, stop); }));
  // The index is moved when all packets are written.
  std::stop_source late;
  const auto at_end = [&late](double share) {
    if (share >= 1) late.request_stop();
  };
  CHECK(stops([&] { make_film(studio.segments, studio.settings, out, at_end, late.get_token()); }));
}

TEST_CASE("render:: sounds tell how far they are") {
  const TemporaryFolder folder;
  const auto voice = make_wav(folder.path() / "v.wav", {.seconds = 9, .silence = 0});
  const auto bed = folder.path() / "bed";
  const auto out = folder.path() / "out";
  std::vector<double> shares;
  const Progress note = [&shares](double share) { shares.push_back(share); };
  const auto check = [&shares](auto call) {
    shares.clear();
    call();
    CHECK(shares.size() >= 12);
    CHECK(std::ranges::is_sorted(shares));
    CHECK(shares.front() < 0.2);
    CHECK(shares.back() > 0.8);
    CHECK(shares.back() <= 1);
  };
  check([&] { make_bed(voice, bed, {}, note); });
  check([&] { make_sound(voice, 0, out, {}, note); });
  check([&] { make_track(voice, 0, out, {}, note); });
  check([&] { mix_sound(voice, bed, 0, {}, 0, out, {}, note); });
}

}  // namespace storyreel::render::test
