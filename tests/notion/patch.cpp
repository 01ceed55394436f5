#include "notion/patch.hpp"

#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/group.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/client.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// Runs `write` while another request, just after `write` asked for its page, is told to wait.
Task<> while_told_to_wait(notion::Client& client, std::string database_id, Task<> write) {
  const auto ask = [](notion::Client& asked, std::string id) -> Task<> {
    co_await sleep_for(milliseconds{200});
    co_await asked.database(std::move(id), notion::Priority::normal);
  };
  Group group(co_await boost::asio::this_coro::executor);
  group.spawn(ask(client, std::move(database_id)));
  co_await group.run(std::move(write));
}

}  // namespace

TEST_CASE("notion::patch_page sees a pause before it writes a status") {
  Filled studio;
  studio.edit(studio.page, select("Paused"));
  studio.set_status(cache::VideoStatus::generating);
  studio.push();
  CHECK(studio.video().paused);
  CHECK(studio.shown(studio.page, "Status") == "Paused");
}

TEST_CASE(
    "notion::Push writes a status soon after an edit that it saw on the way, and that asked "
    "nothing") {
  Filled studio;
  studio.set_status(cache::VideoStatus::generating);
  studio.push();
  studio.rename("Movie");
  studio.set_status(cache::VideoStatus::complete);
  studio.push();
  CHECK(studio.video().title == "Movie");
  CHECK(studio.shown(studio.page, "Status") == "Complete");
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

// A row may be edited while a write waits for its turn: it is read again before.
TEST_CASE("notion::trash_page and patch_page give up what has to wait after it was read") {
  Filled studio;
  const auto row = studio.row();
  studio.set_status(cache::ItemStatus::image_generated);
  test::run(studio.loop, notion::patch_page(studio.desk(), row));
  const json::object slow{
      {"kind", "slow"}, {"method", "GET"}, {"path", "/v1/pages"}, {"milliseconds", 500}};
  const json::object busy{{"kind", "429"},
                          {"method", "GET"},
                          {"path", "/v1/databases"},
                          {"count", 1},
                          {"retry_after", 3}};
  studio.control("faults", json::object{{"rules", json::array{slow, busy}}});
  const auto write = [&](Task<> task) {
    test::run(studio.loop,
              while_told_to_wait(studio.client, studio.details().database_id, std::move(task)));
  };
  SUBCASE("a row goes") {
    studio.drop(0);
    CHECK_THROWS_AS(write(notion::trash_page(studio.desk(), row)), notion::StaleError);
    CHECK_FALSE(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  }
  SUBCASE("a status is written") {
    studio.set_status(cache::ItemStatus::complete);
    const auto patch = [](notion::Desk desk, std::string page_id) -> Task<> {
      co_await notion::patch_page(desk, std::move(page_id));
    };
    CHECK_THROWS_AS(write(patch(studio.desk(), row)), notion::StaleError);
    CHECK(studio.shown(row, "Status") == "Image Generated");
  }
}

TEST_CASE("notion::patch_page knows what it sent when the reply was lost and more changed since") {
  Filled studio;
  const auto patch = [&] {
    test::run(studio.loop, notion::patch_page(studio.desk(), studio.row()));
  };
  const auto prompt = [&] { return studio.prompt(studio.items().at(0).id); };
  studio.set_status(cache::ItemStatus::complete);
  patch();

  studio.set_status(cache::ItemStatus::pending);
  studio.set_prompt("second");
  const json::object lost{
      {"kind", "drop_after"}, {"method", "PATCH"}, {"path", "/v1/pages"}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{lost}}});
  CHECK_THROWS_AS(patch(), notion::DoubtfulError);
  REQUIRE(studio.shown(studio.row(), "Status") == "Pending");

  studio.set_status(cache::ItemStatus::complete);
  studio.set_prompt("third");
  studio.pull();
  CHECK(studio.items()[0].take == 0);
  CHECK_FALSE(studio.items()[0].touched);
  CHECK_FALSE(prompt().theirs);
  studio.push();
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
  CHECK(studio.shown(studio.row(), "Image Prompt") == "third");

  studio.edit(studio.row(), select("Pending"));
  studio.pull();
  CHECK(studio.items()[0].take == 1);
}

TEST_CASE("notion::patch_page knows a number that it sent when its row was edited since") {
  Filled studio({"One", "Two", "Three", "Four", "Five"});
  const auto row = studio.row(3);
  const auto trash = [&](std::size_t index) {
    studio.trash(studio.row(index));
    studio.write([item = studio.items().at(index)](cache::Database& database) mutable {
      item.state = cache::ItemState::trashed;
      cache::items::save(database, item);
    });
  };
  trash(0);
  const json::object lost{
      {"kind", "drop_after"}, {"method", "PATCH"}, {"path", "/v1/pages"}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{lost}}});
  CHECK_THROWS_AS(test::run(studio.loop, notion::patch_page(studio.desk(), row)),
                  notion::DoubtfulError);
  REQUIRE(studio.shown(row, "Sentence Number") == "3");
  trash(1);
  trash(2);
  test::run(studio.loop, notion::patch_page(studio.desk(), studio.row(4)));
  REQUIRE(studio.shown(studio.row(4), "Sentence Number") == "2");
  SUBCASE("by somebody who came for its words") {
    studio.edit(row, script_text("Quatre"));
    studio.pull();
    CHECK(studio.texts() == "Quatre Five ");
  }
  SUBCASE("by nobody") {
    studio.pull();
    CHECK(studio.texts() == "Four Five ");
  }
  SUBCASE("by somebody who came for its number") {
    studio.edit(row, number(3));
    studio.pull();
    CHECK(studio.texts() == "Five Four ");
  }
}

TEST_CASE("notion::patch_page forgets what it sent where Notion refused it") {
  Filled studio;
  const auto prompt = [&] { return studio.prompt(studio.items().at(0).id); };
  studio.set_prompt("second");
  const json::object refused{
      {"kind", "409"}, {"method", "PATCH"}, {"path", "/v1/pages"}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{refused}}});
  CHECK_THROWS_AS(test::run(studio.loop, notion::patch_page(studio.desk(), studio.row())),
                  notion::ApiError);
  studio.set_prompt("third");
  studio.edit(studio.row(), rich("Image Prompt", "second"));
  studio.pull();
  CHECK(prompt().theirs == "second");
}
