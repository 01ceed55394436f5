#include <algorithm>
#include <csignal>
#include <filesystem>

#include "daemon/runtime/files.hpp"
#include "pipeline/render/timeline.hpp"
#include "tests/flow/studio.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::test {
namespace {

constexpr int kFps = 30;

const std::vector<std::string>& script() {
  static const std::vector<std::string> kScript = {
      "Dr. Grey of the U.S. mail came at 3.5 miles an hour.", "He carried a lamp.",
      "\"Who is there?\" she asked.", "Nobody answered."};
  return kScript;
}

std::string whole(const std::vector<std::string>& sentences) {
  std::string text;
  for (const auto& sentence : sentences) text += sentence + " ";
  return text;
}

void check_filled(Studio& studio, const std::string& video, const Row& row) {
  CHECK(row.at("Total Sentences") == "4");
  CHECK(row.at("Completed Sentences") == "0");
  CHECK(row.at("Language") == "en");
  CHECK(row.at("Workflow") == "Narrated");
  CHECK(row.at("Script Details Database URL") != "");
  CHECK(row.at("Optimized Title") != "");
  CHECK(row.at("Optimized Description") != "");
  CHECK(row.at("Keywords") != "");
  CHECK(row.at("Error") == "");
  const auto rows = studio.sentences(video);
  REQUIRE(rows.size() == script().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& values = rows[i].values;
    CHECK(values.at("Script Text") == script()[i]);
    CHECK(values.at("Sentence Number") == std::to_string(i + 1));
    CHECK(std::stoi(values.at("Word Count")) > 1);
    CHECK(values.at("Image Prompt") != "");
    CHECK(values.at("Status") == "Pending");
    CHECK(values.at("Generated Image URL") == "");
  }
}

void check_pictures(Studio& studio, const std::string& video) {
  CHECK(eventually([&] {
    return std::ranges::all_of(studio.sentences(video), [](const ShownPage& row) {
      return row.values.at("Status") == "Complete";
    });
  }));
  for (const auto& row : studio.sentences(video)) {
    CHECK(row.values.at("Error") == "");
    CHECK(row.values.at("Image") != "");
    const auto picture = studio.person().get(row.values.at("Generated Image URL"));
    CHECK(picture.status == 200);
    CHECK(picture.header("Content-Type").value_or("").starts_with("image/"));
  }
}

std::string first_box_after(const std::string& bytes, std::string_view box) {
  const auto ftyp = bytes.find(box);
  const auto moov = bytes.find("moov", ftyp);
  const auto mdat = bytes.find("mdat", ftyp);
  return moov < mdat ? "moov" : "mdat";
}

void check_film(const std::filesystem::path& file) {
  const auto decoded = render::test::decode_film(file, kFps);
  CHECK(decoded.messages == 0);
  REQUIRE(decoded.pts.size() > 4 * kFps / 2);
  for (std::size_t i = 0; i < decoded.pts.size(); ++i) {
    REQUIRE(decoded.pts[i] == static_cast<std::int64_t>(i));
  }
  const auto frames = static_cast<double>(decoded.pts.size());
  const auto sound = static_cast<double>(decoded.sound.size()) / render::kSampleRate;
  CHECK(std::abs(frames / kFps - sound) <= 1.0 / kFps);
  CHECK(first_box_after(read_file(file, 64u << 20), "ftyp") == "moov");
}

void check_link(Studio& studio, const std::string& link) {
  const auto film = studio.person().get(link);
  REQUIRE(film.status == 200);
  CHECK(film.header("Content-Type") == "video/mp4");
  const auto part = studio.person().get(link, {{"Range", "bytes=4-7"}});
  CHECK(part.status == 206);
  CHECK(part.body == "ftyp");
  CHECK(part.header("Content-Range") == "bytes 4-7/" + std::to_string(film.body.size()));
  write_file(studio.path("film.mp4"), film.body);
}

TEST_CASE("flow::film an edit becomes a verified film and a link") {
  Studio studio;
  CHECK(studio.command({"init"}).exit == 0);
  const std::string videos = studio.videos();
  CHECK(studio.command({"init"}).exit == 0);
  CHECK(studio.videos() == videos);
  auto daemon = studio.daemon();
  const auto video = studio.add("The Lamp", whole(script()));
  check_filled(studio, video, studio.await(video, "Awaiting Approval"));
  studio.approve(video);
  const auto row = studio.await(video, "Complete");
  CHECK(row.at("Completed Sentences") == "4");
  CHECK(row.at("Progress") == "1");
  check_pictures(studio, video);
  check_link(studio, row.at("Render"));
  check_film(studio.path("film.mp4"));
  CHECK(studio.command({"doctor", "film.mp4"}).exit == 0);
  CHECK(studio.details(video).size() == 1);
  daemon.signal(SIGTERM);
  CHECK(daemon.wait(seconds(10)) == 0);
}

}  // namespace
}  // namespace storyreel::test
