#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

// Every field differs from its default, so that a round trip that forgets one shows.
Video full_video(const std::string& id) {
  Video video;
  video.id = id;
  video.page_id = id + "-page";
  video.title = "The \"Raven\"\n雨";
  video.url = "https://youtu.be/x";
  video.approved = video.paused = video.trashed = true;
  video.body = std::string("one\0two", 7);
  video.changed_at = at(1);
  video.read_url = "https://youtu.be/y";
  video.read_at = at(2);
  video.site_id = "y";
  video.site_title = "Theirs";
  video.channel = "Keepers";
  video.duration = 61.25;
  video.views = 8'000'000'000;
  video.published = "2026-01-02";
  video.transcript = "Said.";
  video.written = "Written.";
  video.taken_body = "abc";
  video.status = VideoStatus::awaiting_approval;
  video.total = 3;
  video.completed = 2;
  video.progress = 0.5;
  video.error = "no";
  video.film = "f";
  video.render = "http://r";
  video.created_at = at(1'790'000'000'123);
  return video;
}

}  // namespace

TEST_CASE("cache::videos::save keeps every field") {
  Memory memory;
  auto video = full_video("v");
  videos::save(memory.database, video);
  video.revision = 1;
  CHECK(videos::find(memory.database, "v") == video);
  CHECK(videos::find_by_page(memory.database, "v-page") == video);
  CHECK(videos::all(memory.database) == std::vector{video});
  CHECK_FALSE(videos::find(memory.database, "w"));
  CHECK_FALSE(videos::find_by_page(memory.database, ""));
}

TEST_CASE("cache::videos::save takes every status") {
  Memory memory;
  auto video = plain_video("v");
  for (int status = 0; status <= static_cast<int>(VideoStatus::failed); ++status) {
    video.status = static_cast<VideoStatus>(status);
    videos::save(memory.database, video);
    CHECK(videos::find(memory.database, "v")->status == video.status);
  }
}

TEST_CASE("cache::videos::save raises the revision only for a change") {
  Memory memory;
  auto video = plain_video("v");
  videos::save(memory.database, video);
  CHECK(revision(memory.database, "v") == 1);
  videos::save(memory.database, video);
  video.revision = 99;  // never saved
  video.pushed = 99;
  videos::save(memory.database, video);
  CHECK(revision(memory.database, "v") == 1);
  video.title = "new";
  videos::save(memory.database, video);
  CHECK(revision(memory.database, "v") == 2);
  videos::touch(memory.database, "v");
  CHECK(revision(memory.database, "v") == 3);
  CHECK(videos::find(memory.database, "v")->pushed == 0);
}

TEST_CASE("cache::videos::unpushed lists what Notion does not show yet") {
  using Behind = std::vector<std::pair<std::string, std::int64_t>>;
  Memory memory;
  auto late = plain_video("a");
  late.created_at = at(2);
  videos::save(memory.database, late);
  videos::save(memory.database, plain_video("b"));
  CHECK(videos::unpushed(memory.database) == Behind{{"b", 1}, {"a", 1}});
  videos::set_pushed(memory.database, "b", 1);
  CHECK(videos::unpushed(memory.database) == Behind{{"a", 1}});
  videos::touch(memory.database, "b");
  CHECK(videos::unpushed(memory.database) == Behind{{"b", 2}, {"a", 1}});
}

TEST_CASE("cache::videos::revisions leaves trashed videos out") {
  Memory memory;
  auto trashed = plain_video("a");
  trashed.trashed = true;
  videos::save(memory.database, trashed);
  videos::save(memory.database, plain_video("b"));
  const auto live = videos::revisions(memory.database);
  REQUIRE(live.size() == 1);
  CHECK(live[0].first == "b");
  CHECK(live[0].second == 1);
}

TEST_CASE("cache::videos::save lets two videos wait for their page, but not share one") {
  Memory memory;
  videos::save(memory.database, plain_video("a"));
  auto video = plain_video("b");
  videos::save(memory.database, video);
  video.page_id = "p";
  videos::save(memory.database, video);
  video.id = "c";
  CHECK_THROWS(videos::save(memory.database, video));
}

}  // namespace storyreel::cache
