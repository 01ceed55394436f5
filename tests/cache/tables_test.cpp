#include <doctest/doctest.h>

#include "cache/words.hpp"
#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

Base base_of(const std::string& source, const std::string& binding, const std::string& video) {
  return {source, "db",  binding,   video, "T", "W", "https://n", {{"Title", "t"}, {"é", "%3A"}},
          at(1),  at(2), "retyped", at(3)};
}

Page page_of(const std::string& id, const std::string& source) {
  return {id,     source,  at(1), "me",
          at(2),  "you",   true,  {{"Text", "\"quoted\"\n\xff"}, {"N", ""}},
          "hash", "b1 b2", at(3), {{"Status", "Complete"}}};
}

}  // namespace

TEST_CASE("cache::artifacts::save keeps every field") {
  Memory memory;
  Artifact artifact{"k", "picture", "ab/k.jpg", 1LL << 40, "sha", "{}", milliseconds(800), at(4)};
  artifacts::save(memory.database, artifact);
  artifact.bytes = 7;
  artifacts::save(memory.database, artifact);
  CHECK(artifacts::find(memory.database, "k") == artifact);
  CHECK(artifacts::all(memory.database) == std::vector{artifact});
  artifacts::remove(memory.database, "k");
  CHECK_FALSE(artifacts::find(memory.database, "k"));
}

TEST_CASE("cache::intents::all is oldest first") {
  Memory memory;
  const Intent late{"a", "row", "item", "parent", "{}", at(9)};
  const Intent early{"b", "videos", "", "", "{}", at(1)};
  const Intent next{"0", "row", "item", "parent", "{}", at(9)};
  for (const auto& intent : {late, early, next}) intents::save(memory.database, intent);
  CHECK(intents::all(memory.database) == std::vector{early, late, next});
  intents::remove(memory.database, "a");
  CHECK(intents::all(memory.database) == std::vector{early, next});
}

TEST_CASE("cache::publications::of_artifact gives the first link out again") {
  Memory memory;
  const Publication first{"zz.jpg", "k", at(1)};
  publications::save(memory.database, {"aa.jpg", "k", at(2)});
  publications::save(memory.database, first);
  CHECK(publications::find(memory.database, "zz.jpg") == first);
  CHECK(publications::of_artifact(memory.database, "k") == first);
  CHECK_FALSE(publications::of_artifact(memory.database, "j"));
}

TEST_CASE("cache::facts::save replaces") {
  Memory memory;
  CHECK_FALSE(facts::find(memory.database, "bot_id"));
  facts::save(memory.database, "bot_id", "1");
  facts::save(memory.database, "bot_id", "2");
  CHECK(facts::find(memory.database, "bot_id") == "2");
}

TEST_CASE("cache::bases::save keeps every field") {
  Memory memory;
  const auto studio = base_of("s", "videos", "");
  auto details = base_of("d", "details", "v");
  bases::save(memory.database, studio);
  bases::save(memory.database, details);
  CHECK(bases::videos(memory.database) == studio);
  CHECK(bases::of_video(memory.database, "v") == details);
  CHECK_FALSE(bases::of_video(memory.database, ""));
  details.watermark.reset();
  details.property_ids.clear();
  bases::save(memory.database, details);
  CHECK(bases::find(memory.database, "d") == details);
  CHECK(bases::all(memory.database) == std::vector{studio, details});
}

TEST_CASE("cache::pages::save keeps every field, ill-formed text too") {
  Memory memory;
  bases::save(memory.database, base_of("s", "videos", ""));
  auto page = page_of("p", "s");
  pages::save(memory.database, page);
  CHECK(pages::find(memory.database, "p") == page);
  page.values.clear();
  pages::save(memory.database, page);
  CHECK(pages::of_base(memory.database, "s") == std::vector{page});
  CHECK(pages::of_base(memory.database, "t").empty());
  pages::remove(memory.database, "p");
  CHECK_FALSE(pages::find(memory.database, "p"));
}

TEST_CASE("cache::bases::save keeps the base's pages, remove takes them") {
  Memory memory;
  auto base = base_of("s", "videos", "");
  bases::save(memory.database, base);
  pages::save(memory.database, page_of("p", "s"));
  base.title = "new";
  bases::save(memory.database, base);
  CHECK(pages::find(memory.database, "p"));
  bases::remove(memory.database, "s");
  CHECK_FALSE(pages::find(memory.database, "p"));
}

TEST_CASE("cache::word and back") {
  CHECK(word(VideoStatus::fresh) == "New");
  CHECK(word(ItemStatus::image_generated) == "Image Generated");
  CHECK(video_status("Awaiting Approval") == VideoStatus::awaiting_approval);
  CHECK(item_status("Complete") == ItemStatus::complete);
  CHECK_FALSE(video_status("new"));
  CHECK_FALSE(item_status(""));
}

TEST_CASE("cache::bases::lacking_views finds bases whose rows stand and whose views do not") {
  Memory memory;
  videos::save(memory.database, plain_video("v"));
  bases::save(memory.database, base_of("s", "details", "v"));
  bases::save(memory.database, base_of("all", "videos", ""));
  const auto lacking = [&](std::size_t wanted) {
    return bases::lacking_views(memory.database, "details", wanted, "details").size();
  };
  CHECK(lacking(2) == 1);
  CHECK(lacking(0) == 0);
  auto item = plain_item("i", "v");
  item.text = "One";
  items::save(memory.database, item);
  CHECK(lacking(2) == 0);
  item.page_id = "p";
  items::save(memory.database, item);
  CHECK(lacking(2) == 1);
  jobs::save(memory.database, {"v", "details", "", 0, "gone", {}, "", {}});
  CHECK(lacking(2) == 0);
  jobs::remove(memory.database, "v", "details");
  auto video = videos::find(memory.database, "v").value();
  video.trashed = true;
  videos::save(memory.database, video);
  CHECK(lacking(2) == 0);
  video.trashed = false;
  videos::save(memory.database, video);
  for (const auto* name : {"A", "B", "A"}) views::save(memory.database, "s", name);
  CHECK(views::of_base(memory.database, "s") == std::vector<std::string>{"A", "B"});
  CHECK(lacking(2) == 0);
  CHECK(lacking(3) == 1);
}

}  // namespace storyreel::cache
