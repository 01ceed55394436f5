#include "pipeline/sources/yt_dlp.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "tests/support/site.hpp"
#include "tests/support/vendor.hpp"

// Debian's yt-dlp is run for real, against pages and captions on this machine.
namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;
using test::Vendor;
using Class = ProviderError::Class;

constexpr auto kPage = R"(<html><head><title>A talk on lamps</title></head><body>
<video src="film.mp4"><track kind="subtitles" src="words.vtt" srclang="en"></video></body></html>)";
constexpr auto kWords =
    "WEBVTT\n\n00:00.000 --> 00:02.000\nThe lamp is lit. Ships\n\n"
    "00:02.000 --> 00:04.000\npass by.\n";
constexpr auto kEvents = R"({"events": [{"tStartMs": 0, "dDurationMs": 900, "segs": [
    {"utf8": "The lamp is lit."}]}]})";

/// A video site on this machine.
class Site {
 public:
  Site() {
    vendor.answer_by([this](ServerRequest request) { return answer(std::move(request)); });
  }

  std::string host() const { return vendor.url().substr(std::string("http://").size()); }

  config::Source settings() const {
    return {.program = "yt-dlp", .cookies_file = {}, .hosts = {host()}, .pause = 5s};
  }

  Vendor vendor;
  Offload offload{1};
  int status = 200;

 private:
  Task<ServerReply> answer(ServerRequest request) {
    vendor.asked.push_back(request);
    const auto reply = [&](const char* type, const char* body) {
      return ServerReply{.status = status, .headers = {{"Content-Type", type}}, .body = body};
    };
    if (request.path == "/talk.html") co_return reply("text/html", kPage);
    if (request.path == "/film.mp4") co_return reply("video/mp4", "film");
    if (request.path == "/words.vtt") co_return reply("text/vtt", kWords);
    if (request.path == "/words.json3") co_return reply("application/json", kEvents);
    co_return ServerReply{.status = 404, .headers = {}, .body = "no"};
  }
};

bool far(const YtDlp& program, milliseconds least) {
  return program.free_at(now()) > now() + least;
}

}  // namespace

TEST_CASE("pipeline::YtDlp reads a page and its captions") {
  Site site;
  YtDlp program(site.offload, site.settings());
  CHECK_FALSE(far(program, 0s));
  const auto video = site.vendor.run(program.info(site.vendor.url("/talk.html")));
  CHECK(video.title.starts_with("A talk on lamps"));
  CHECK(video.playable);
  REQUIRE(video.captions);
  CHECK(video.captions->language == "en");
  CHECK(site.vendor.run(program.transcript(video)) == "The lamp is lit.\n\nShips pass by.\n\n");
  CHECK(far(program, 3s));
  CHECK_FALSE(far(program, 6s));
}

TEST_CASE("pipeline::YtDlp reads json3, and asks for nothing but the captions") {
  Site site;
  YtDlp program(site.offload, site.settings());
  VideoInfo video;
  CHECK(site.vendor.run(program.transcript(video)).empty());
  CHECK(site.vendor.asked.empty());
  video.captions = Captions{"en/../../x", "json3", site.vendor.url("/words.json3")};
  CHECK(site.vendor.run(program.transcript(video)) == "The lamp is lit.\n\n");
  CHECK(site.vendor.asked.size() == 1);
  video.captions->url = "file:///etc/hostname";
  CHECK(site.vendor.run(program.transcript(video)).empty());
}

TEST_CASE("pipeline::YtDlp rests when the site asks for less") {
  Site site;
  YtDlp program(site.offload, site.settings());
  VideoInfo video;
  video.captions = Captions{"en", "json3", site.vendor.url("/words.json3")};
  site.status = 429;
  const auto error = site.vendor.error(program.transcript(video));
  REQUIRE(error);
  INFO(error->what());
  CHECK(error->kind == Class::later);
  CHECK(error->wait == 15min);
  CHECK(far(program, 14min));
}

TEST_CASE("pipeline::YtDlp tells what is not there") {
  Site site;
  YtDlp program(site.offload, site.settings());
  const auto nothing = site.vendor.error(program.info(site.vendor.url("/nothing.html")));
  REQUIRE(nothing);
  CHECK(nothing->kind == Class::refused);
  CHECK(std::string(nothing->what()).starts_with("There is nothing at this URL."));
  const auto other = site.vendor.error(program.info("http://127.0.0.2:1/talk.html"));
  REQUIRE(other);
  CHECK(std::string(other->what()).contains("is not YouTube"));
}

TEST_CASE("pipeline::YtDlp waits for what is live, and tells what is hidden behind a warning") {
  Site site;
  const TemporaryFolder folder;
  auto settings = site.settings();
  const auto reading = [&](const std::string& description) {
    settings.program = test::make_program(folder.path(), description, kWords);
    YtDlp program(site.offload, settings);
    return site.vendor.error(program.info(site.vendor.url("/any")));
  };
  const auto live = reading(R"({"id": "x", "live_status": "is_live", "formats": [{}]})");
  REQUIRE(live);
  CHECK(live->kind == Class::later);
  CHECK(live->wait == 1h);
  const auto list = reading(R"({"_type": "playlist"})");
  REQUIRE(list);
  CHECK(list->kind == Class::refused);
  CHECK_FALSE(reading(R"({"id": "x", "title": "t", "formats": []})"));
}

TEST_CASE("pipeline::YtDlp sends the operator's cookies and leaves their file alone") {
  constexpr auto kCookies =
      "# Netscape HTTP Cookie File\n# a comment that a rewritten file would not have\n"
      "127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tvisitor\tbrowser\n";
  Site site;
  const TemporaryFolder folder;
  auto settings = site.settings();
  settings.cookies_file = folder.path() / "cookies.txt";
  write_file(settings.cookies_file, kCookies, 0400);
  const auto written = std::filesystem::last_write_time(settings.cookies_file);
  // Its folder can't be written either, as in the service's sandbox.
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0500});
  YtDlp program(site.offload, settings);
  const auto video = site.vendor.run(program.info(site.vendor.url("/talk.html")));
  CHECK(site.vendor.run(program.transcript(video)) == "The lamp is lit.\n\nShips pass by.\n\n");
  REQUIRE(site.vendor.asked.size() >= 2);
  for (const auto& request : {site.vendor.asked.front(), site.vendor.asked.back()}) {
    CAPTURE(request.path);
    CHECK(request.header("cookie") == "visitor=browser");
  }
  CHECK(read_file(settings.cookies_file, 1 << 16) == kCookies);
  CHECK(std::filesystem::last_write_time(settings.cookies_file) == written);
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0700});
}

TEST_CASE("pipeline::YtDlp names a file of cookies that can't be read") {
  Site site;
  auto settings = site.settings();
  settings.cookies_file = "/nowhere/cookies.txt";
  YtDlp program(site.offload, settings);
  const auto error = site.vendor.error(program.info(site.vendor.url("/talk.html")));
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(
      std::string(error->what()).contains("source.cookies_file: can't read /nowhere/cookies.txt"));
}

TEST_CASE("pipeline::YtDlp says what to do when the program is missing") {
  Site site;
  auto settings = site.settings();
  settings.program = "/nowhere/yt-dlp";
  YtDlp program(site.offload, settings);
  const auto error = site.vendor.error(program.info(site.vendor.url("/talk.html")));
  REQUIRE(error);
  CHECK(error->kind == Class::later);
  CHECK(std::string(error->what()).contains("source.program"));
}

TEST_CASE("pipeline::describe_command leaves no word of the URL to be an option") {
  const auto words = describe_command({.cookies_file = "cookies.txt"}, "--exec");
  REQUIRE(words.size() > 2);
  CHECK(words[0] == "yt-dlp");
  CHECK(words[words.size() - 2] == "--");
  CHECK(words.back() == "--exec");
  for (const auto* needed : {"--ignore-config", "--no-cache-dir", "--no-playlist", "cookies.txt"})
    CHECK(std::ranges::find(words, needed) != words.end());
}

}  // namespace storyreel::pipeline
