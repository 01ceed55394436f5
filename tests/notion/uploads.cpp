#include "notion/uploads.hpp"

#include <doctest/doctest.h>

#include "notion/parse.hpp"
#include "notion/upload_file.hpp"
#include "tests/notion/published.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::notion;
using test::Published;

namespace {

constexpr std::size_t kMebibyte = 1u << 20;

cache::Upload upload_of(Published& studio, const std::string& name) {
  return studio
      .read([name](cache::Database& database) { return cache::uploads::find(database, name); })
      .value_or(cache::Upload{.state = "none"});
}

void save(Published& studio, const cache::Upload& upload) {
  studio.write([upload](cache::Database& database) { cache::uploads::save(database, upload); });
}

std::string cover(Published& studio, const std::string& page) {
  return studio.shown(page, std::string(kCover));
}

/// What stands at the address that a row's Image has just now.
std::string picture_in(Published& studio, const std::string& page) {
  const auto shown = studio.person("GET", "/v1/pages/" + page);
  const auto& file = shown.at("properties").at("Image").at("files").at(0);
  HttpRequest request;
  request.url = std::string(file.at("file").at("url").as_string());
  return test::run(studio.loop, studio.http.send(request)).body;
}

std::size_t writes(Published& studio) {
  return studio.asked("POST", "/v1/file_uploads") + studio.asked("PATCH", "/v1/pages/");
}

}  // namespace

TEST_CASE("notion::parts_of sends up to 20 MiB at once, and more in parts of 10 MiB") {
  constexpr std::int64_t kMega = kMebibyte;
  CHECK(parts_of(0) == 1);
  CHECK(parts_of(20 * kMega) == 1);
  CHECK(parts_of(20 * kMega + 1) == 3);
  CHECK(parts_of(30 * kMega) == 3);
  CHECK(parts_of(5'000 * kMega) == 500);
}

TEST_CASE("notion::Push shows a picture as a file and as the cover, for two requests more") {
  Published studio;
  const auto name = studio.publish("picture", 3000, "jpg");
  const auto row = studio.row();
  const auto before = studio.asked("PATCH", "/v1/pages/");
  studio.show(name);
  studio.push();
  CHECK(studio.shown(row, "Image") == name);
  CHECK(cover(studio, row) == name);
  CHECK(studio.shown(row, "Status") == "Complete");
  CHECK(studio.shown(row, "Generated Image URL") == "http://127.0.0.1/media/" + name);
  CHECK(picture_in(studio, row).size() == 3000);
  CHECK(studio.asked("POST", "/v1/file_uploads") == 2);
  CHECK(studio.asked("PATCH", "/v1/pages/") == before + 1);
  CHECK(upload_of(studio, name).state == "attached");
}

TEST_CASE("notion::Push takes a file's new address for no change") {
  Published studio;
  studio.show(studio.publish("picture", 10, "jpg"));
  studio.push();
  const auto before = writes(studio);
  for (int look = 0; look < 2; ++look) {
    studio.age(std::chrono::minutes(90));
    test::run(studio.loop, studio.sweeper.everything());
    studio.pull();
    studio.push();
  }
  CHECK(writes(studio) == before);
}

TEST_CASE("notion::Push uploads a picture of two rows once") {
  Published studio;
  const auto name = studio.publish("picture", 10, "png");
  studio.show(name, 0);
  studio.show(name, 1);
  studio.push();
  CHECK(studio.shown(studio.row(0), "Image") == name);
  CHECK(studio.shown(studio.row(1), "Image") == name);
  CHECK(studio.asked("POST", "/v1/file_uploads") == 2);
}

TEST_CASE("notion::Push puts a picture back that was removed or replaced, and uploads no more") {
  Published studio;
  const auto name = studio.publish("picture", 10, "jpg");
  const auto row = studio.row();
  studio.show(name);
  studio.push();
  for (const auto& files :
       {json::array{}, json::array{{{"name", "mine"},
                                    {"type", "external"},
                                    {"external", {{"url", "http://127.0.0.1/mine.jpg"}}}}}}) {
    studio.edit(row, {{"Image", {{"files", files}}}});
    studio.person("PATCH", "/v1/pages/" + row, json::object{{"cover", nullptr}});
    studio.pull();
    studio.push();
    CHECK(studio.shown(row, "Image") == name);
    CHECK(cover(studio, row) == name);
  }
  CHECK(studio.asked("POST", "/v1/file_uploads") == 2);
}

TEST_CASE("notion::Push goes on where an earlier process stopped") {
  Published studio;
  const auto name = studio.publish("picture", 10, "jpg");
  studio.show(name);
  // It is sent, but nothing shows it yet when the process ends.
  const Wanting wanting{.video_id = studio.video().id, .instead = "none"};
  CHECK(test::run(studio.loop, bring(studio.desk(), name, wanting)));
  CHECK(upload_of(studio, name).state == "sent");
  studio.push();
  CHECK(studio.shown(studio.row(), "Image") == name);
  CHECK(studio.asked("POST", "/v1/file_uploads") == 2);
}

TEST_CASE("notion::Push uploads anew what expired before it was shown") {
  Published studio;
  const auto name = studio.publish("picture", 10, "jpg");
  const Wanting wanting{.video_id = studio.video().id, .instead = "none"};
  test::run(studio.loop, bring(studio.desk(), name, wanting));
  const auto expired = upload_of(studio, name).id;
  SUBCASE("as our own clock says") {
    auto upload = upload_of(studio, name);
    upload.expires_at = now();
    save(studio, upload);
  }
  SUBCASE("as Notion says when it is to be shown") {
    studio.control("clock", json::object{{"offset_seconds", 4000}});
  }
  studio.show(name);
  studio.push();
  CHECK(studio.shown(studio.row(), "Image") == name);
  CHECK(upload_of(studio, name).state == "attached");
  CHECK(upload_of(studio, name).id != expired);
}

TEST_CASE("notion::Push shows a picture whatever goes wrong on its way") {
  struct Case {
    const char* kind;
    const char* pattern;
  };
  const Case cases[]{{"500", "/v1/file_uploads$"},     {"drop_after", "/v1/file_uploads$"},
                     {"404", "/v1/file_uploads$"},     {"429", "/send$"},
                     {"drop_before", "/send$"},        {"drop_after", "/send$"},
                     {"502_html_committed", "/send$"}, {"404", "/send$"},
                     {"truncated", "/send$"}};
  for (const auto& one : cases) {
    CAPTURE(one.kind);
    CAPTURE(one.pattern);
    Published studio;
    studio.fail_once(one.kind, "POST", one.pattern);
    const auto name = studio.publish("picture", 10, "jpg");
    studio.show(name);
    studio.push();
    CHECK(studio.shown(studio.row(), "Image") == name);
    CHECK(studio.shown(studio.row(), "Status") == "Complete");
  }
}

TEST_CASE("notion::Push lets a link stand for what is too large for the plan, and says so once") {
  Published studio;
  studio.control("limits", json::object{{"max_file_upload_size_in_bytes", 5 * kMebibyte}});
  test::run(studio.loop, studio.client.me());
  const auto name = studio.publish("picture", 5 * kMebibyte + 1, "png");
  studio.show(name);
  for (int pass = 0; pass < 3; ++pass) studio.push();
  CHECK(studio.asked("POST", "/v1/file_uploads") == 0);
  CHECK(upload_of(studio, name).state == "refused");
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
  const auto log = studio.log_text();
  const auto said = log.find("takes files of at most 5 MB");
  CHECK(said != std::string::npos);
  CHECK(log.find("takes files of at most", said + 1) == std::string::npos);
  // The pipeline answers so.
  studio.write([id = studio.items().at(0).id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.image = item.picture_link;
    cache::items::save(database, item);
  });
  studio.push();
  CHECK(studio.shown(studio.row(), "Image") == "http://127.0.0.1/media/" + name);
}

TEST_CASE("notion::Push writes the rest of a row whose picture is gone from the store") {
  Published studio;
  const auto name = studio.publish("picture", 10, "jpg");
  std::filesystem::remove_all(studio.shelf.folder);
  studio.show(name);
  test::run(studio.loop, studio.pusher.pass());
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
  CHECK(studio.shown(studio.row(), "Image") == "");
  CHECK(studio.trouble("notion-write").find("can't read") != std::string::npos);
}

TEST_CASE("notion::bring sends a large file in parts, and goes on behind those that arrived") {
  Published studio;
  const auto name = studio.publish("film", 21 * kMebibyte, "mp4");
  const Wanting wanting{.video_id = studio.video().id, .instead = "none"};
  studio.fail_once("drop_before", "POST", "/send$");
  CHECK_THROWS_AS(test::run(studio.loop, bring(studio.desk(), name, wanting)), DoubtfulError);
  CHECK(upload_of(studio, name).state == "begun");
  CHECK(test::run(studio.loop, bring(studio.desk(), name, wanting)));
  CHECK(upload_of(studio, name).state == "sent");
  CHECK(upload_of(studio, name).parts == 3);
  const auto found =
      test::run(studio.loop, studio.client.find_upload(upload_of(studio, name).id, {}));
  REQUIRE(found);
  CHECK(found->status == "uploaded");
  // Create, the part that was lost, three parts, complete.
  CHECK(studio.asked("POST", "/v1/file_uploads") == 6);
}
