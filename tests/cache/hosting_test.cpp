#include "cache/hosting.hpp"

#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

/// A video whose film was published under that name.
void add_film(Database& database, const std::string& id, const std::string& name) {
  auto video = plain_video(id);
  video.page_id = "page of " + id;
  video.film = "film of " + id;
  videos::save(database, video);
  artifacts::save(database, {.key = video.film, .kind = "film", .file = "f.mp4", .bytes = 100});
  publications::save(database, {name, video.film, {}});
}

std::string unshown(Database& database) {
  std::string names;
  for (const auto& film : films::unshown(database)) names += film.name + " ";
  return names;
}

}  // namespace

TEST_CASE("cache::uploads::find gives back what was saved") {
  Memory memory;
  const Upload upload{.name = "a.jpg",
                      .id = "u",
                      .state = "sent",
                      .parts = 2,
                      .expires_at = Time(seconds(5)),
                      .reason = "none"};
  CHECK_FALSE(uploads::find(memory.database, "a.jpg"));
  uploads::save(memory.database, upload);
  CHECK(uploads::find(memory.database, "a.jpg") == upload);
  uploads::remove(memory.database, "a.jpg");
  CHECK_FALSE(uploads::find(memory.database, "a.jpg"));
}

TEST_CASE("cache::uploads::retry_refused forgets what fits now, and what nobody has any more") {
  Memory memory;
  auto& database = memory.database;
  add_film(database, "v", "film.mp4");
  uploads::save(database, {.name = "film.mp4", .state = "refused"});
  uploads::save(database, {.name = "gone.jpg", .state = "refused"});
  uploads::save(database, {.name = "other.jpg", .id = "u", .state = "sent"});
  uploads::retry_refused(database, 99);
  CHECK(uploads::refused(database, "film.mp4"));
  CHECK_FALSE(uploads::refused(database, "gone.jpg"));
  uploads::retry_refused(database, 100);
  CHECK_FALSE(uploads::refused(database, "film.mp4"));
  CHECK(uploads::find(database, "other.jpg"));
}

TEST_CASE("cache::films::unshown names what a page does not show") {
  Memory memory;
  auto& database = memory.database;
  add_film(database, "v", "film.mp4");
  videos::save(database, plain_video("without"));
  CHECK(unshown(database) == "film.mp4 ");
  films::save(database, {.video_id = "v", .block_id = "b", .name = "older.mp4"});
  CHECK(unshown(database) == "film.mp4 ");
  films::save(database, {.video_id = "v", .block_id = "b", .name = "film.mp4"});
  CHECK(unshown(database) == "");
}

TEST_CASE("cache::films::unshown leaves out what is not to be shown") {
  Memory memory;
  auto& database = memory.database;
  add_film(database, "v", "film.mp4");
  films::save(database, {.video_id = "v", .block_id = "", .name = "older.mp4"});
  CHECK(unshown(database) == "");
  films::remove(database, "v");
  CHECK(unshown(database) == "film.mp4 ");
  uploads::save(database, {.name = "film.mp4", .state = "refused"});
  CHECK(unshown(database) == "");
  uploads::remove(database, "film.mp4");
  auto video = *videos::find(database, "v");
  video.trashed = true;
  videos::save(database, video);
  CHECK(unshown(database) == "");
}

}  // namespace storyreel::cache
