#include <algorithm>
#include <optional>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <doctest/doctest.h>

#include "cache/hosting.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/signal.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"
#include "tests/notion/published.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Published;

namespace {

constexpr std::size_t kSize = 5000;

std::string id_of(const json::object& block) {
  return std::string(block.at("id").as_string());
}

/// The name of the file that a block shows.
std::string shows(const json::object& block) {
  const auto& video = block.at("video");
  return notion::file_name(std::string(video.at("file").at("url").as_string()));
}

/// A film that is verified and shown.
std::string shown_film(Published& studio) {
  const auto name = studio.publish("film", kSize, "mp4");
  studio.verify(name);
  studio.show_films();
  return name;
}

std::optional<cache::FilmBlock> recorded(Published& studio) {
  return studio.read([id = studio.video().id](cache::Database& database) {
    return cache::films::find(database, id);
  });
}

void remove_block(Published& studio, const std::string& id) {
  studio.person("DELETE", "/v1/blocks/" + id);
}

/// A person selects all text of the page and deletes it.
void remove_all(Published& studio) {
  const auto list = studio.person("GET", "/v1/blocks/" + studio.page + "/children");
  for (const auto& block : list.at("results").as_array())
    remove_block(studio, id_of(block.as_object()));
}

/// Ends a little after a film's block was begun.
Task<> is_begun(Published* studio) {
  while ((co_await studio->cache.read(&cache::intents::all)).empty())
    co_await sleep_for(milliseconds(5));
  co_await sleep_for(milliseconds(50));
}

/// Breaks off the pass that makes it.
Task<> show_until_begun(Published* studio) {
  using namespace boost::asio::experimental::awaitable_operators;
  co_await (studio->films.pass() || is_begun(studio));
}

}  // namespace

TEST_CASE("notion::Films shows a film once, at the beginning of its page") {
  Published studio;
  const auto name = shown_film(studio);
  const auto blocks = studio.film_blocks();
  REQUIRE(blocks.size() == 1);
  CHECK(shows(blocks[0]) == name);
  const auto all = studio.person("GET", "/v1/blocks/" + studio.page + "/children");
  CHECK(all.at("results").at(0).at("type").as_string() == "video");
  const auto before = studio.asked("PATCH", "/v1/");
  studio.show_films();
  studio.pull();
  studio.push();
  studio.show_films();
  CHECK(studio.film_blocks().size() == 1);
  CHECK(studio.video().body == "One.\n\nTwo.");
  CHECK(studio.log_text().find("the film stands in its page") != std::string::npos);
  CHECK(studio.asked("PATCH", "/v1/") == before);
}

TEST_CASE("notion::Films puts a new film where its user moved the old one") {
  Published studio;
  shown_film(studio);
  const auto block = id_of(studio.film_blocks().at(0));
  const auto newer = shown_film(studio);
  const auto blocks = studio.film_blocks();
  REQUIRE(blocks.size() == 1);
  CHECK(id_of(blocks[0]) == block);
  CHECK(shows(blocks[0]) == newer);
}

TEST_CASE("notion::Films leaves a film out whose block its user deleted") {
  Published studio;
  shown_film(studio);
  remove_block(studio, id_of(studio.film_blocks().at(0)));
  SUBCASE("as the poll notices") {
    studio.write([id = studio.video().id](cache::Database& database) {
      auto block = *cache::films::find(database, id);
      block.placed_at -= std::chrono::minutes(5);
      cache::films::save(database, block);
    });
    studio.pull();
    CHECK(recorded(studio)->block_id.empty());
  }
  SUBCASE("as it notices when there is a new film") {}
  shown_film(studio);
  CHECK(studio.film_blocks().empty());
  CHECK(recorded(studio)->block_id.empty());
  CHECK(studio.trouble(notion::kFilm) == "");
  shown_film(studio);
  CHECK(studio.film_blocks().empty());
}

TEST_CASE("notion::Films shows a film again that went with all of the text") {
  Published studio;
  const auto name = shown_film(studio);
  studio.write([id = studio.video().id](cache::Database& database) {
    auto block = *cache::films::find(database, id);
    block.placed_at -= std::chrono::minutes(5);
    cache::films::save(database, block);
  });
  studio.pull();
  remove_all(studio);
  studio.pull();
  studio.show_films();
  const auto blocks = studio.film_blocks();
  REQUIRE(blocks.size() == 1);
  CHECK(shows(blocks[0]) == name);
}

TEST_CASE("notion::Films makes no second block after an end that nobody knows") {
  for (const auto* kind :
       {"502_html_committed", "503_committed", "drop_after", "drop_before", "500", "404"}) {
    CAPTURE(kind);
    Published studio;
    studio.fail_once(kind, "PATCH", "/v1/blocks/[^/]*/children$");
    const auto name = shown_film(studio);
    const auto blocks = studio.film_blocks();
    REQUIRE(blocks.size() == 1);
    CHECK(shows(blocks[0]) == name);
    CHECK(studio.read(&cache::intents::all).empty());
    CHECK(studio.trouble(notion::kFilm) == "");
  }
}

TEST_CASE("notion::Films waits for the block that a process may have begun when it was killed") {
  Published studio;
  const auto name = studio.publish("film", kSize, "mp4");
  studio.verify(name);
  studio.write([id = studio.video().id, page = studio.page, name](cache::Database& database) {
    cache::Intent intent;
    intent.id = new_uuid();
    intent.kind = "film";
    intent.owner_id = id;
    intent.parent_id = page;
    intent.likeness = name;
    intent.created_at = now();
    cache::intents::save(database, intent);
  });
  const auto before = studio.asked("PATCH", "/v1/blocks/");
  const auto pass = test::run(studio.loop, studio.films.pass());
  CHECK(pass.again_at);
  CHECK(studio.asked("PATCH", "/v1/blocks/") == before);
  studio.show_films();
  CHECK(studio.film_blocks().size() == 1);
  CHECK(studio.read(&cache::intents::all).empty());
}

TEST_CASE("notion::Films looks long enough for a block whose making was broken off") {
  Published studio;
  const auto name = studio.publish("film", kSize, "mp4");
  studio.verify(name);
  studio.fail_once("slow", "PATCH", "/v1/blocks/[^/]*/children$");
  const auto begun = now();
  test::run(studio.loop, show_until_begun(&studio));
  CHECK(studio.client.open_since() > begun);
  studio.show_films();
  CHECK(studio.film_blocks().size() == 1);
}

TEST_CASE("notion::Films finds its block again where the record lost it") {
  Published studio;
  shown_film(studio);
  studio.write(
      [id = studio.video().id](cache::Database& database) { cache::films::remove(database, id); });
  const auto newer = shown_film(studio);
  const auto blocks = studio.film_blocks();
  REQUIRE(blocks.size() == 1);
  CHECK(shows(blocks[0]) == newer);
}

TEST_CASE("notion::Films leaves videos alone that people put into the page") {
  Published studio;
  const json::object mine{
      {"type", "video"},
      {"video", {{"type", "external"}, {"external", {{"url", "https://youtu.be/x"}}}}}};
  studio.person("PATCH", "/v1/blocks/" + studio.page + "/children",
                json::object{{"children", json::array{mine}}});
  shown_film(studio);
  shown_film(studio);
  const auto blocks = studio.film_blocks();
  REQUIRE(blocks.size() == 2);
  CHECK(std::ranges::count_if(blocks, [](const json::object& block) {
          return block.at("video").at("type").as_string() == "external";
        }) == 1);
}

TEST_CASE("notion::Films says once what to do about a film that is too large for the plan") {
  Published studio;
  studio.control("limits", json::object{{"max_file_upload_size_in_bytes", kSize - 1}});
  test::run(studio.loop, studio.client.me());
  shown_film(studio);
  studio.show_films();
  CHECK(studio.film_blocks().empty());
  CHECK(studio.asked("POST", "/v1/file_uploads") == 0);
  const auto said = studio.trouble(notion::kFilm);
  CHECK(said.find("is not shown in this page") != std::string::npos);
  CHECK(said.find("A paid plan") != std::string::npos);
  const auto log = studio.log_text();
  const auto first = log.find("takes files of at most");
  REQUIRE(first != std::string::npos);
  CHECK(log.find("takes files of at most", first + 1) == std::string::npos);
  // Another plan, and another process.
  studio.control("limits", json::object{{"max_file_upload_size_in_bytes", kSize}});
  test::run(studio.loop, studio.client.me());
  notion::Push again(studio.client, studio.cache, studio.log, studio.settings, studio.shelf);
  test::run(studio.loop, again.pass());
  studio.show_films();
  CHECK(studio.film_blocks().size() == 1);
  CHECK(studio.trouble(notion::kFilm) == "");
}

TEST_CASE("notion::Films shows nothing where it is not wanted, and takes back what it said") {
  Published studio;
  const auto name = studio.publish("film", kSize, "mp4");
  studio.verify(name);
  studio.write([id = studio.video().id](cache::Database& database) {
    notion::note_trouble(database, id, notion::kFilm, "too large");
  });
  notion::Films none(studio.client, studio.cache, studio.log, studio.settings, studio.shelf, false);
  test::run(studio.loop, none.pass());
  CHECK(studio.film_blocks().empty());
  CHECK(studio.trouble(notion::kFilm) == "");
}
