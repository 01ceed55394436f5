#include "notion/patch.hpp"

#include <doctest/doctest.h>

#include "notion/desk.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

namespace {

json::object select(const char* name) {
  return {{"Status", {{"select", {{"name", name}}}}}};
}

/// A studio whose one video has the rows One and Two in Notion.
struct Filled : Studio {
  Filled() {
    init();
    page = add_page("Film", "One. Two.");
    pull();
    fill_rows({"One", "Two"});
    push();
    pull();
  }

  std::string row() { return items().at(0).page_id; }

  notion::Desk desk() {
    return {.client = client, .cache = cache, .log = log, .settings = settings};
  }

  void set_status(cache::VideoStatus status) {
    write([id = video().id, status](cache::Database& database) {
      auto one = *cache::videos::find(database, id);
      one.status = status;
      cache::videos::save(database, one);
      cache::videos::touch(database, id);
    });
  }

  void set_status(cache::ItemStatus status) {
    write([id = items().at(0).id, status](cache::Database& database) {
      auto one = *cache::items::find(database, id);
      one.status = status;
      cache::items::save(database, one);
      cache::videos::touch(database, one.video_id);
    });
  }

  std::string page;
};

}  // namespace

TEST_CASE("notion::patch_page sees a pause before it writes a status") {
  Filled studio;
  studio.edit(studio.page, select("Paused"));
  studio.set_status(cache::VideoStatus::generating);
  studio.push();
  CHECK(studio.video().paused);
  CHECK(studio.shown(studio.page, "Status") == "Paused");
}

TEST_CASE("notion::patch_page sees a wish for another take before it writes a status") {
  Filled studio;
  studio.set_status(cache::ItemStatus::image_generated);
  test::run(studio.loop, notion::patch_page(studio.desk(), studio.row()));
  REQUIRE(studio.shown(studio.row(), "Status") == "Image Generated");
  studio.edit(studio.row(), select("Pending"));
  studio.set_status(cache::ItemStatus::complete);
  test::run(studio.loop, notion::patch_page(studio.desk(), studio.row()));
  CHECK(studio.items()[0].take == 1);
  CHECK(studio.shown(studio.row(), "Status") == "Pending");
}

TEST_CASE("notion::patch_page takes an option that is there in another case") {
  Filled studio;
  json::array options{json::object{{"name", "Sea"}}};
  studio.edit(studio.page, {{"Keywords", {{"multi_select", options}}}});
  studio.edit(studio.page, {{"Keywords", {{"multi_select", json::array()}}}});
  studio.pull();
  const auto id = studio.video().id;
  studio.write([id](cache::Database& database) {
    cache::fills::save(database, {.owner_id = id, .property = "Keywords", .ours = "sea\nsky"});
    cache::videos::touch(database, id);
  });
  CHECK(test::run(studio.loop, notion::patch_page(studio.desk(), studio.page)));
  CHECK(studio.shown(studio.page, "Keywords") == "Sea\nsky");
  CHECK_FALSE(test::run(studio.loop, notion::patch_page(studio.desk(), studio.page)));
}

TEST_CASE("notion::trash_page goes on where the page was trashed before") {
  Filled studio;
  const auto row = studio.row();
  studio.trash(row);
  test::run(studio.loop, notion::trash_page(studio.desk(), row));
  CHECK(studio.items()[0].state == cache::ItemState::trashed);
  CHECK_NOTHROW(test::run(
      studio.loop, notion::trash_page(studio.desk(), "11111111-2222-4333-8444-555555555555")));
}
