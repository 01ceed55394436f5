#include <atomic>

#include "tests/flow/studio.hpp"
#include "tests/support/stand.hpp"

// Debian's yt-dlp reads a page and captions on this machine, run by the built daemon.
namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr auto kPage = R"(<html><head><title>A talk on lamps</title></head><body>
<video src="film.mp4"><track kind="subtitles" src="words.vtt" srclang="en"></video></body></html>)";
constexpr auto kWords =
    "WEBVTT\n\n00:00.000 --> 00:02.000\nThe lamp is lit. Ships\n\n00:02.000 --> 00:04.000\n"
    "pass by. [Music]\n";

/// A video site that stands while the studio works.
class Site {
 public:
  std::string url() const { return stand_.url("/talk.html"); }
  std::string host() const { return stand_.host(); }
  int asked() const { return asked_; }

 private:
  Task<ServerReply> answer(ServerRequest request) {
    const auto reply = [](const char* type, const char* body) {
      return ServerReply{.status = 200, .headers = {{"Content-Type", type}}, .body = body};
    };
    if (request.path == "/film.mp4") co_return reply("video/mp4", "film");
    if (request.path == "/words.vtt") co_return reply("text/vtt", kWords);
    ++asked_;
    auto page = reply("text/html", kPage);
    page.headers.emplace_back("Last-Modified", "Thu, 01 Jan 2026 10:00:00 GMT");
    co_return page;
  }

  std::atomic<int> asked_ = 0;
  Stand stand_{[this](ServerRequest request) { return answer(std::move(request)); }};
};

/// A person adds a row with nothing but a URL.
std::string add_url(Studio& studio, const std::string& url) {
  const json::object page{
      {"parent", {{"type", "data_source_id"}, {"data_source_id", studio.videos()}}},
      {"properties", {{"YouTube URL", {{"url", url}}}}}};
  return std::string(studio.person().call("POST", "/v1/pages", page).at("id").as_string());
}

}  // namespace

TEST_CASE("flow::sources a URL alone becomes a title and sentences, by the real yt-dlp") {
  Site site;
  Studio studio("[source]\nhosts = [\"" + site.host() + "\"]\n");
  auto daemon = studio.daemon();
  const auto page = add_url(studio, site.url());
  const auto row = studio.await(page, "Awaiting Approval");
  CHECK(row.at("Title").starts_with("A talk on lamps"));
  CHECK(row.at("VideoID") != "");
  CHECK(row.at("Published Date").contains("2026-01-01"));
  CHECK(row.at("Error") == "");
  const auto rows = studio.sentences(page);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].values.at("Script Text") == "The lamp is lit.");
  CHECK(rows[1].values.at("Script Text") == "Ships pass by.");
  CHECK(site.asked() > 0);
  const auto asked = site.asked();
  daemon.kill();
  auto again = studio.daemon();
  REQUIRE(eventually([&] { return studio.logged({"ready"}) == 2; }));
  studio.person().set(page, {{"Title", {{"title", rich_text("My own")}}}});
  CHECK(eventually([&] { return studio.command({"status"}).output.contains("My own"); }));
  CHECK(site.asked() == asked);
  CHECK(studio.person().page(page).values["Title"] == "My own");
}

TEST_CASE("flow::sources a URL that is no video is told on its row") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto page = add_url(studio, "https://www.youtube.com/playlist?list=PL1");
  const auto row = studio.await(page, "Failed");
  CHECK(row.at("Error").starts_with("The URL is that of a playlist"));
}

}  // namespace storyreel::test
