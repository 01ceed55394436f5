#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

// Every field differs from its default, so that a round trip that forgets one shows.
Item full_item(const std::string& id, const std::string& video_id) {
  Item item;
  item.id = id;
  item.video_id = video_id;
  item.kind = "shot";
  item.position = 1.5;
  item.page_id = id + "-page";
  item.state = ItemState::dropped;
  item.text = "Once.";
  item.source = "Once!";
  item.ordinal = 3;
  item.section = "Dusk";
  item.touched = true;
  item.take = 4;
  item.status = ItemStatus::image_generated;
  item.words = 1;
  item.picture_link = "http://p";
  item.image = "p.jpg";
  item.error = "no";
  item.changed_at = at(2);
  item.created_at = at(3);
  return item;
}

Fill fill_of(const std::string& owner) {
  return {owner, "Image Prompt", "a raven", "hash", "a crow", "a rook"};
}

Candidate candidate_of(const std::string& id, const std::string& item) {
  return {id, item, "picture", "parent", 1, 2, 3, "key", true, at(7)};
}

Job job_of(const std::string& owner, const std::string& stage) {
  return {owner, stage, "key", 2, "try later", at(5), "job-1", at(6)};
}

// A video "v" of the items "a" and "b", and another, "w", of "c".
struct Studio : Memory {
  Studio() {
    for (const auto* id : {"v", "w"}) videos::save(database, plain_video(id));
    items::save(database, plain_item("a", "v", 2));
    items::save(database, plain_item("b", "v", 1));
    items::save(database, plain_item("c", "w"));
  }

  // How far `change` raises v's revision; w's must stay.
  template <class F>
  std::int64_t raised(F change) {
    const auto other = revision(database, "w");
    const auto before = revision(database, "v");
    change();
    CHECK(revision(database, "w") == other);
    return revision(database, "v") - before;
  }
};

}  // namespace

TEST_CASE("cache::items::save keeps every field") {
  Studio studio;
  auto item = full_item("i", "v");
  item.parent_id = "a";
  items::save(studio.database, item);
  CHECK(items::find(studio.database, "i") == item);
  CHECK(items::find_by_page(studio.database, "i-page") == item);
  CHECK_FALSE(items::find(studio.database, "j"));
}

TEST_CASE("cache::items::save raises its video's revision only for a change") {
  Studio studio;
  auto item = *items::find(studio.database, "a");
  CHECK(studio.raised([&] { items::save(studio.database, item); }) == 0);
  item.text = "new";
  CHECK(studio.raised([&] { items::save(studio.database, item); }) > 0);
  CHECK(studio.raised([&] { items::remove(studio.database, "a"); }) > 0);
}

TEST_CASE("cache::items::save of an item that moves touches both videos") {
  Studio studio;
  auto item = *items::find(studio.database, "a");
  item.video_id = "w";
  const auto v = revision(studio.database, "v");
  const auto w = revision(studio.database, "w");
  items::save(studio.database, item);
  CHECK(revision(studio.database, "v") > v);
  CHECK(revision(studio.database, "w") > w);
}

TEST_CASE("cache::items::save refuses an unknown video") {
  Studio studio;
  CHECK_THROWS(items::save(studio.database, plain_item("i", "nobody")));
}

TEST_CASE("cache::items::of_video goes by position, then age") {
  Studio studio;
  auto older = plain_item("o", "v", 2);
  older.created_at = at(-1);
  items::save(studio.database, older);
  std::string order;
  for (const auto& item : items::of_video(studio.database, "v")) order += item.id;
  CHECK(order == "boa");
}

TEST_CASE("cache::items::remove takes what belongs to the item") {
  Studio studio;
  auto child = plain_item("d", "v");
  child.parent_id = "a";
  items::save(studio.database, child);
  for (const auto* id : {"a", "d", "b"}) {
    fills::save(studio.database, fill_of(id));
    candidates::select(studio.database, candidate_of(std::string("k") + id, id));
    jobs::save(studio.database, job_of(id, "speak"));
  }
  items::remove(studio.database, "a");
  CHECK(items::of_video(studio.database, "v").size() == 1);
  for (const auto* table : {"fills", "candidates", "jobs"}) {
    CAPTURE(table);
    CHECK(studio.database.execAndGet("SELECT COUNT(*) FROM " + std::string(table)).getInt() == 1);
  }
}

TEST_CASE("cache::fills::save keeps every field and what the user cleared") {
  Studio studio;
  auto fill = fill_of("a");
  CHECK(studio.raised([&] { fills::save(studio.database, fill); }) == 1);
  CHECK(fills::find(studio.database, "a", "Image Prompt") == fill);
  fill.theirs = "";
  fills::save(studio.database, fill);
  CHECK(fills::find(studio.database, "a", "Image Prompt")->theirs == "");
  fill.theirs.reset();
  CHECK(studio.raised([&] { fills::save(studio.database, fill); }) == 1);
  CHECK(studio.raised([&] { fills::save(studio.database, fill); }) == 0);
  CHECK_FALSE(fills::find(studio.database, "a", "Image Prompt")->theirs);
  CHECK_FALSE(fills::find(studio.database, "a", "Keywords"));
}

TEST_CASE("cache::fills::of_video has the video's and its items', nobody else's") {
  Studio studio;
  for (const auto* owner : {"v", "a", "b", "c", "w"}) fills::save(studio.database, fill_of(owner));
  CHECK(fills::of_video(studio.database, "v").size() == 3);
  CHECK(fills::of_owner(studio.database, "v") == std::vector{fill_of("v")});
}

TEST_CASE("cache::fills::with_words finds one of ours that was written so") {
  Studio studio;
  auto fill = fill_of("a");
  fill.wrote = "A moon";
  fill.theirs.reset();
  fills::save(studio.database, fill);
  CHECK(fills::with_words(studio.database, "Image Prompt", "A moon") == fill);
  CHECK_FALSE(fills::with_words(studio.database, "Keywords", "A moon"));
  CHECK_FALSE(fills::with_words(studio.database, "Image Prompt", "A sun"));
  fill.theirs = "A moon of mine";
  fills::save(studio.database, fill);
  CHECK_FALSE(fills::with_words(studio.database, "Image Prompt", "A moon"));
  fill.theirs.reset();
  fill.wrote.clear();
  fills::save(studio.database, fill);
  CHECK_FALSE(fills::with_words(studio.database, "Image Prompt", ""));
}

TEST_CASE("cache::candidates::select deselects the others of its item and kind") {
  Studio studio;
  const auto one = candidate_of("1", "a");
  auto two = candidate_of("2", "a");
  auto voice = candidate_of("3", "a");
  voice.kind = "voice";
  const auto other = candidate_of("4", "b");
  for (const auto& candidate : {one, voice, other}) candidates::select(studio.database, candidate);
  two.selected = false;  // select selects it all the same
  CHECK(studio.raised([&] { candidates::select(studio.database, two); }) == 1);
  CHECK(studio.raised([&] { candidates::select(studio.database, two); }) == 0);
  std::string selected;
  for (const auto& candidate : candidates::of_video(studio.database, "v")) {
    if (candidate.selected) selected += candidate.id;
  }
  CHECK(selected == "423");
  candidates::select(studio.database, one);
  CHECK(candidates::of_video(studio.database, "v")[1] == one);
}

TEST_CASE("cache::jobs::of_video has the video's and its items', nobody else's") {
  Studio studio;
  auto job = job_of("v", "film");
  jobs::save(studio.database, job);
  jobs::save(studio.database, job_of("a", "speak"));
  jobs::save(studio.database, job_of("c", "speak"));
  CHECK(jobs::of_video(studio.database, "v") == std::vector{job_of("a", "speak"), job});
  job.next.reset();
  jobs::save(studio.database, job);
  jobs::remove(studio.database, "a", "speak");
  CHECK(jobs::of_video(studio.database, "v") == std::vector{job});
  jobs::remove_of_owner(studio.database, "v");
  CHECK(jobs::of_video(studio.database, "v").empty());
}

}  // namespace storyreel::cache
