#include <algorithm>

#include <doctest/doctest.h>

#include "notion/push_video.hpp"
#include "notion/rows.hpp"
#include "tests/notion/studio.hpp"

using namespace storyreel;
using namespace storyreel::notion;
using cache::ItemStatus;
using test::Studio;

namespace {

const Time kStart{std::chrono::hours(1000)};

cache::Item item(ItemStatus status) {
  cache::Item item;
  item.id = "i";
  item.status = status;
  return item;
}

void set_status(Studio& studio, ItemStatus status, const std::string& link) {
  studio.write([id = studio.video().id, status, link](cache::Database& database) {
    for (auto& one : cache::items::of_video(database, id)) {
      one.status = status;
      one.picture_link = link.empty() ? link : link + one.id + ".jpg";
      one.image = one.picture_link;
      cache::items::save(database, one);
    }
    cache::videos::touch(database, id);
  });
}

std::size_t writes(Studio& studio) {
  const auto log = studio.person("GET", "/_control/requests");
  return static_cast<std::size_t>(
      std::ranges::count_if(log.at("requests").as_array(), [](const boost::json::value& request) {
        return request.at("user").as_string() == "bot" &&
               request.at("path").as_string().starts_with("/v1/pages");
      }));
}

}  // namespace

TEST_CASE("notion::row_due holds a status back that something else follows soon") {
  PushMemory memory;
  CHECK(row_due(memory, item(ItemStatus::pending), kStart) == kStart);
  CHECK(row_due(memory, item(ItemStatus::processing), kStart) == kStart + seconds(2));
  CHECK(row_due(memory, item(ItemStatus::processing), kStart + seconds(2)) == kStart + seconds(2));
  CHECK(row_due(memory, item(ItemStatus::image_generated), kStart + seconds(3)) ==
        kStart + seconds(5));
  CHECK(row_due(memory, item(ItemStatus::complete), kStart + seconds(4)) == kStart + seconds(4));
}

TEST_CASE("notion::Push makes no row that may be in vain") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  studio.fill_rows({"One", "Two"});
  const auto taken = studio.video().taken_body;
  const auto take = [&](const std::string& script) {
    auto video = studio.video();
    video.taken_body = script;
    studio.write([video](cache::Database& database) { cache::videos::save(database, video); });
    studio.push();
  };
  const auto made = [&] {
    return std::ranges::count_if(studio.items(),
                                 [](const cache::Item& one) { return !one.page_id.empty(); });
  };
  // A row that its user wrote is made all the same.
  auto theirs = studio.items().back();
  theirs.touched = true;
  studio.write([theirs](cache::Database& database) { cache::items::save(database, theirs); });
  take("");
  CHECK(made() == 1);
  // The user's edit may be seen after push has looked.
  const auto base = studio.read(&cache::bases::details).front().source_id;
  const auto where = studio.read(
      [base](cache::Database& database) { return *cache::bases::find(database, base); });
  test::run(studio.loop, create_row({studio.client, studio.cache, studio.log, studio.settings},
                                    where, studio.items().front().id));
  CHECK(made() == 1);
  take(taken);
  CHECK(made() == 2);
}

TEST_CASE("notion::Push makes and finishes a row with two requests") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  constexpr std::size_t kRows = 45;
  studio.fill_rows(std::vector<std::string>(kRows, "The same sentence"));
  studio.push();
  for (const auto status : {ItemStatus::processing, ItemStatus::image_generated}) {
    set_status(studio, status, "");
    test::run(studio.loop, studio.pusher.pass());
  }
  set_status(studio, ItemStatus::complete, "http://127.0.0.1/media/");
  studio.push();
  const auto items = studio.items();
  REQUIRE(items.size() == kRows);
  CHECK(studio.shown(items[44].page_id, "Status") == "Complete");
  CHECK(studio.shown(items[44].page_id, "Image") == items[44].picture_link);
  CHECK(studio.shown(items[44].page_id, "Sentence Number") == "45");
  CHECK(writes(studio) < 2 * kRows + 10);
}

TEST_CASE("notion::Push sends nothing when nothing changed") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "Text.");
  studio.pull();
  studio.fill_rows({"One", "Two"});
  studio.push();
  studio.pull();
  const auto before = writes(studio);
  studio.write(
      [id = studio.video().id](cache::Database& database) { cache::videos::touch(database, id); });
  studio.push();
  CHECK(writes(studio) == before);
  CHECK(studio.read(&cache::videos::unpushed).empty());
}
