#include "pipeline/work.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "pipeline/render/timeline.hpp"
#include "tests/pipeline/workshop.hpp"

namespace storyreel::pipeline {
namespace {

namespace fs = std::filesystem;
using cache::Database;
using cache::VideoStatus;
using Counts = std::map<std::string, int>;

}  // namespace

TEST_CASE("pipeline::Work fills rows, waits for approval, then makes a film") {
  Workshop studio;
  studio.add(kBody);
  studio.work();
  auto found = studio.look();
  CHECK(found.video.status == VideoStatus::awaiting_approval);
  REQUIRE(found.items.size() == 3);
  CHECK(found.items[1].text == "A boat came in.");
  for (const auto& item : found.items)
    CHECK_FALSE(found.fill(item.id, property::kPrompt)->ours.empty());
  CHECK(found.fill(studio.id, property::kLanguage)->ours == "en");
  for (const auto name : {property::kTitle, property::kDescription, property::kKeywords})
    CHECK_FALSE(found.fill(studio.id, name)->ours.empty());
  CHECK(studio.artifacts().empty());

  studio.approve();
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.video.completed == 3);
  CHECK(found.video.error == "");
  CHECK(found.video.render.starts_with("http://host/media/"));
  for (const auto& item : found.items) CHECK(item.picture_link.starts_with("http://host/media/"));
  CHECK(Workshop::made({}, studio.artifacts()) == Counts{{"picture", 3},
                                                         {"voice", 3},
                                                         {"sound", 3},
                                                         {"body", 3},
                                                         {"join", 2},
                                                         {"film", 1},
                                                         {"subtitles", 1},
                                                         {"captions", 1},
                                                         {"recipe", 1},
                                                         {"sheet", 1},
                                                         {"thumbnail", 1}});
  CHECK(render::verify_film(studio.file("film"), studio.settings.render).empty());

  SUBCASE("and makes nothing again") {
    const auto before = studio.artifacts();
    const auto revision = studio.look().video.revision;
    studio.work();
    CHECK(Workshop::made(before, studio.artifacts()).empty());
    CHECK(studio.images->calls == 3);
    CHECK(studio.look().video.revision == revision);
  }
  SUBCASE("an edited text remakes its own and its two joins") {
    const auto before = studio.artifacts();
    const auto link = found.video.render;
    studio.change_item(1, [](cache::Item& item) { item.text = "A ship came in, slowly."; });
    studio.work();
    CHECK(Workshop::made(before, studio.artifacts()) == Counts{{"picture", 1},
                                                               {"voice", 1},
                                                               {"sound", 1},
                                                               {"body", 1},
                                                               {"join", 2},
                                                               {"film", 1},
                                                               {"subtitles", 1},
                                                               {"captions", 1},
                                                               {"recipe", 1},
                                                               {"sheet", 1},
                                                               {"thumbnail", 1}});
    CHECK(studio.look().video.render != link);
  }
  SUBCASE("another take is another picture") {
    const auto before = studio.artifacts();
    studio.change_item(0, [](cache::Item& item) { ++item.take; });
    studio.work();
    CHECK(Workshop::made(before, studio.artifacts()).at("picture") == 1);
    CHECK(studio.look().items[0].picture_link != found.items[0].picture_link);
  }
  SUBCASE("a picture damaged behind its back is made again, and nothing else") {
    const auto before = studio.artifacts();
    fs::resize_file(studio.file("picture"), 10);
    studio.work();
    CHECK(studio.images->calls == 4);
    CHECK(Workshop::made(before, studio.artifacts()).empty());
    CHECK(fs::file_size(studio.file("picture")) > 10);
    CHECK(studio.look().video.status == VideoStatus::complete);
  }
  SUBCASE("a picture that can't be looked at is not taken for gone") {
    const auto before = studio.artifacts();
    const auto file = studio.file("picture");
    fs::remove(file);
    fs::create_symlink(file.filename(), file);  // to itself
    studio.work();
    CHECK(studio.images->calls == 3);
    CHECK(studio.artifacts() == before);
    CHECK(studio.look().video.status == VideoStatus::complete);
  }
}

TEST_CASE("pipeline::Work selects again what stood before an edit that is taken back") {
  Workshop studio;
  studio.add(kBody);
  studio.approve();
  studio.work();
  const auto before = studio.candidates();
  CHECK(before.size() == 6);
  for (const auto* text :
       {"Two boats came in.", "A boat came in.", "Two boats came in.", "A boat came in."}) {
    studio.change_item(1, [&](cache::Item& item) { item.text = text; });
    studio.work();
  }
  const auto after = studio.candidates();
  CHECK(after.size() == 8);
  for (const auto& candidate : before) CHECK(std::ranges::count(after, candidate) == 1);
}

TEST_CASE("pipeline::Work lets the body flow into the rows until approval") {
  Workshop studio;
  studio.add(kBody);
  studio.work();
  const auto before = studio.look();
  studio.change([](cache::Video& video) { video.body = "The sea was calm. Gulls cried."; });
  studio.work();
  auto after = studio.look();
  CHECK(after.items[0].id == before.items[0].id);
  CHECK(after.items[1].text == "Gulls cried.");
  CHECK(after.video.total == 2);

  studio.change([](cache::Video& video) {
    video.approved = true;
    video.body = "Something else.";
  });
  studio.work();
  after = studio.look();
  CHECK(after.video.total == 2);
  CHECK(after.video.error.find("edited after approval") != std::string::npos);
}

TEST_CASE("pipeline::Work makes nothing before what was edited before the approval is taken") {
  Workshop studio;
  studio.add(kBody);
  studio.work();
  studio.approve();
  // Approval was seen, the body as it stands since was not.
  studio.write([id = studio.id](cache::Database& database) {
    cache::jobs::save(database, {.owner_id = id, .stage = std::string(kBodyOwed)});
    cache::videos::touch(database, id);
  });
  studio.work();
  CHECK(studio.candidates().empty());

  studio.change([](cache::Video& video) { video.body = "The sea was calm. Gulls cried."; });
  studio.work();
  const auto after = studio.look();
  CHECK(after.video.total == 2);
  CHECK(after.items[1].text == "Gulls cried.");
  CHECK(after.video.status == VideoStatus::complete);
  CHECK(after.video.error.empty());
  CHECK(studio.candidates().size() == 4);
}

TEST_CASE("pipeline::Work reads a script that was approved before it was read") {
  Workshop studio;
  studio.add(kBody);
  studio.approve();
  studio.work();
  CHECK(studio.look().video.status == VideoStatus::complete);
  CHECK(studio.look().video.total == 3);
}

TEST_CASE("pipeline::Work puts a refusal on its row and goes on with the others") {
  Workshop studio;
  studio.images->forbidden = "boat";
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.work();
  auto found = studio.look();
  CHECK(found.video.status == VideoStatus::failed);
  CHECK(found.items[1].error.find("the prompt was refused.") != std::string::npos);
  CHECK(found.items[1].status == cache::ItemStatus::pending);
  CHECK(found.items[0].status == cache::ItemStatus::complete);
  CHECK(studio.images->calls == 3);

  studio.change_item(1, [](cache::Item& item) { item.text = "A ship came in."; });
  studio.work();
  found = studio.look();
  CHECK(found.video.status == VideoStatus::complete);
  CHECK(found.items[1].error.empty());
}

TEST_CASE("pipeline::Work makes a film of sentences that are signs alone") {
  Workshop studio;
  studio.add("Hello there.\n\n🎉\n\n…");
  studio.work();
  studio.approve();
  studio.work();
  CHECK(studio.look().video.error == "");
  CHECK(studio.look().video.status == VideoStatus::complete);
}

TEST_CASE("pipeline::Work comes to rest when a video is trashed or waits") {
  Workshop studio;
  studio.add(kBody);
  studio.pass();
  CHECK(studio.pass().again_at);
  studio.change([](cache::Video& video) { video.trashed = true; });
  CHECK_FALSE(studio.pass().again_at);
}

TEST_CASE("pipeline::Work looks at everything again after a pass that broke off") {
  Workshop studio;
  studio.add(kBody);
  studio.work();
  studio.approve();
  studio.write([](Database& database) { database.exec("ALTER TABLE artifacts RENAME TO gone"); });
  CHECK_THROWS(studio.pass());
  studio.write([](Database& database) { database.exec("ALTER TABLE gone RENAME TO artifacts"); });
  studio.pass();
  CHECK(studio.look().video.status == VideoStatus::complete);
}

TEST_CASE("pipeline::Work starts nothing while a video is paused") {
  Workshop studio;
  studio.add(kBody);
  studio.work();
  studio.change([](cache::Video& video) { video.approved = video.paused = true; });
  studio.work();
  CHECK(studio.artifacts().empty());
  CHECK(studio.look().video.status == VideoStatus::paused);
}

}  // namespace storyreel::pipeline
