#include "notion/create.hpp"

#include <algorithm>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include "notion/body.hpp"
#include "notion/client.hpp"
#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

namespace {

/// What is to go wrong with the first POST to a path.
void fault(Studio& studio, const char* kind, const char* path) {
  const json::object rule{{"kind", kind}, {"method", "POST"}, {"path", path}, {"count", 1}};
  studio.control("faults", json::object{{"rules", json::array{rule}}});
}

std::size_t rows_in_notion(Studio& studio) {
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  return studio.person("POST", "/v1/data_sources/" + base.source_id + "/query", json::object{})
      .at("results")
      .as_array()
      .size();
}

/// Pushes until a row's create came to an end that nobody knows; the row as Notion has it.
std::string row_of_unclear_create(Studio& studio) {
  fault(studio, "502_html_committed", "/v1/pages");
  const auto begun = [&] { return !studio.read(&cache::intents::all).empty(); };
  for (int pass = 0; pass < 5 && !begun(); ++pass) test::run(studio.loop, studio.pusher.pass());
  const auto source = studio.read(&cache::intents::all).at(0).parent_id;
  const auto found = studio.person("POST", "/v1/data_sources/" + source + "/query", json::object{});
  return std::string(found.at("results").as_array().at(0).at("id").as_string());
}

std::size_t databases_below(Studio& studio, const std::string& page) {
  const auto blocks = studio.person("GET", "/v1/blocks/" + page + "/children");
  return static_cast<std::size_t>(std::ranges::count_if(
      blocks.at("results").as_array(),
      [](const json::value& block) { return block.at("type").as_string() == "child_database"; }));
}

constexpr const char* kKinds[]{"503_committed", "502_html_committed", "drop_before"};

}  // namespace

TEST_CASE("notion::create makes one database and one row of each, whatever goes wrong") {
  for (const auto* kind : kKinds) {
    CAPTURE(kind);
    Studio studio;
    studio.init();
    const auto page = studio.add_page("Film", "One. Two.");
    studio.pull();
    studio.fill_rows({"One", "Two", "Two"});
    fault(studio, kind, "/v1/databases");
    studio.push();
    CHECK(databases_below(studio, page) == 1);
    CHECK(rows_in_notion(studio) == 3);
  }
}

TEST_CASE("notion::create makes one row of each when a row's create is unclear") {
  for (const auto* kind : kKinds) {
    CAPTURE(kind);
    Studio studio;
    studio.init();
    studio.add_page("Film", "One. Two.");
    studio.pull();
    studio.fill_rows({"One", "Two", "Two"});
    fault(studio, kind, "/v1/pages");
    studio.push();
    CHECK(rows_in_notion(studio) == 3);
    studio.pull();
    CHECK(studio.items().size() == 3);
    CHECK(studio.read(&cache::intents::all).empty());
  }
}

TEST_CASE("notion::create finds a row again that was edited before it was known") {
  Studio studio;
  studio.init();
  studio.add_page("Film", "One.");
  studio.pull();
  studio.fill_rows({"One"});
  const auto row = row_of_unclear_create(studio);
  std::string property;
  SUBCASE("its text") {
    studio.edit(row, test::script_text(property = "Script Text"));
  }
  SUBCASE("its number") {
    studio.edit(row, test::number(7));
  }
  SUBCASE("its prompt") {
    property = "Image Prompt";
    studio.edit(row, test::rich("Image Prompt", property));
  }
  studio.push();
  studio.pull();
  studio.push();
  CHECK(rows_in_notion(studio) == 1);
  REQUIRE(studio.items().size() == 1);
  CHECK(studio.items()[0].page_id == row);
  if (!property.empty()) CHECK(studio.shown(row, property) == property);
  CHECK(studio.shown(row, "Sentence Number") == "1");
}

TEST_CASE("notion::settle_failure counts the index lag from when the outcome was unclear") {
  Studio studio;
  cache::Intent intent{.id = "i", .kind = "row", .created_at = now() - seconds(60)};
  test::run(studio.loop, notion::begin_intent(studio.cache, intent));
  const auto failure = std::make_exception_ptr(notion::DoubtfulError("no reply", ""));
  CHECK(test::run(studio.loop, notion::settle_failure(studio.cache, intent, failure)).empty());
  const auto kept = studio.read(&cache::intents::all);
  REQUIRE(kept.size() == 1);
  CHECK_FALSE(notion::surely_not_made(kept[0], studio.client, now()));
  CHECK(notion::surely_not_made(kept[0], studio.client, now() + studio.settings.index_lag));
  studio.write([](cache::Database& database) { cache::intents::remove(database, "i"); });
  test::run(studio.loop, notion::settle_failure(studio.cache, intent, failure));
  CHECK(studio.read(&cache::intents::all).empty());
}

TEST_CASE(
    "notion::surely_not_made counts from the last moment at which the POST may have gone out") {
  Studio studio;
  studio.settings.index_lag = seconds(30);
  const auto started = now();
  notion::Client client(studio.loop.get_executor(), studio.http, studio.settings);
  // Committed long ago by a process that then waited for its budget, and was killed.
  const cache::Intent old{.id = "i", .kind = "row", .created_at = started - seconds(50)};
  CHECK_FALSE(notion::surely_not_made(old, client, started + seconds(29)));
  CHECK(notion::surely_not_made(old, client, now() + seconds(30)));
  const auto broken_off = now();
  const auto create = [&]() -> Task<std::optional<int>> {
    return notion::create<int>(
        client, studio.cache, old,
        []() -> Task<int> {
          throw boost::system::system_error(boost::asio::error::operation_aborted);
          co_return 0;
        },
        [](const std::string&) -> Task<int> { co_return 0; });
  };
  CHECK_THROWS(test::run(studio.loop, create()));
  CHECK(client.open_since() >= broken_off);
  CHECK_FALSE(notion::surely_not_made(old, client, broken_off + seconds(29)));
}

TEST_CASE("notion::init makes one Videos, also after an unclear create") {
  Studio studio;
  fault(studio, "drop_after", "/v1/databases");
  studio.init();
  CHECK(databases_below(studio, studio.settings.parent_page) == 1);
}

TEST_CASE("notion::init says what only a person can mend") {
  Studio studio;
  const auto message = [&](config::Notion settings) -> std::string {
    notion::Client client(studio.loop.get_executor(), studio.http, settings);
    try {
      test::run(studio.loop, notion::init(client, studio.cache, settings));
    } catch (const UsageError& error) {
      return error.what();
    }
    return "no error";
  };
  auto none = studio.settings;
  none.token = Secret();
  CHECK(message(none).find("no Notion token") != std::string::npos);
  auto wrong = studio.settings;
  wrong.token = Secret("ntn_wrong");
  CHECK(message(wrong).find("refuses the token") != std::string::npos);
  CHECK(message(wrong).find("ntn_wrong") == std::string::npos);
  auto elsewhere = studio.settings;
  elsewhere.parent_page = "11111111-2222-4333-8444-555555555555";
  CHECK(message(elsewhere).find("not shared") != std::string::npos);
}

TEST_CASE("notion::init says that Videos is gone, and waits for Notion when it is busy") {
  Studio studio;
  studio.init();
  const auto strike = [&](const char* kind, int count) {
    const json::object rule{
        {"kind", kind}, {"method", "GET"}, {"path", "/v1/databases"}, {"count", count}};
    studio.control("faults", json::object{{"rules", json::array{rule}}});
  };
  strike("404", 1);
  CHECK_THROWS_WITH_AS(studio.init(), doctest::Contains("restore or share it"), UsageError);
  strike("503", 1);
  CHECK_NOTHROW(studio.init());
}

TEST_CASE("notion::init refuses another page than the one its Videos is known from") {
  Studio studio;
  studio.init();
  const auto before = studio.settings.parent_page;
  const json::object page{{"parent", {{"page_id", before}}},
                          {"properties", {{"title", {{"title", notion::rich_text("New")}}}}}};
  studio.settings.parent_page = studio.person("POST", "/v1/pages", page).at("id").as_string();
  for (int i = 0; i < 2; ++i) {
    CHECK_THROWS_WITH_AS(studio.init(), doctest::Contains("belongs to the studio in the page"),
                         UsageError);
  }
  studio.settings.parent_page = before;
  CHECK_NOTHROW(studio.init());
}

TEST_CASE("notion::add makes a page with its whole body") {
  Studio studio;
  studio.init();
  std::string script;
  for (int i = 0; i < 150; ++i) script += "Paragraph " + std::to_string(i) + ".\n\n";
  fault(studio, "drop_after", "/v1/pages");
  const auto url = test::run(
      studio.loop, notion::add(studio.client, studio.cache, {.title = "Long", .script = script}));
  CHECK_FALSE(url.empty());
  studio.pull();
  CHECK(studio.read(&cache::videos::all).size() == 1);
  CHECK(studio.video().body.find("Paragraph 149.") != std::string::npos);
}

TEST_CASE("notion::add makes one page when its create was unclear for longer than Notion's lag") {
  Studio studio;
  studio.init();
  studio.settings.index_lag = seconds(0);
  notion::Client client(studio.loop.get_executor(), studio.http, studio.settings);
  fault(studio, "drop_after", "/v1/pages");
  test::run(studio.loop, notion::add(client, studio.cache, {.title = "Film"}));
  studio.pull();
  CHECK(studio.read(&cache::videos::all).size() == 1);
}

TEST_CASE("notion::add finds its page also when Notion's clock is behind ours") {
  Studio studio;
  studio.init();
  studio.control("clock", json::object{{"offset_seconds", -150}});
  fault(studio, "drop_after", "/v1/pages");
  test::run(studio.loop, notion::add(studio.client, studio.cache, {.title = "Film"}));
  studio.pull();
  CHECK(studio.read(&cache::videos::all).size() == 1);
}

TEST_CASE("notion::add finds its page also when our clock is an hour ahead of Notion's") {
  Studio studio;
  studio.control("clock", json::object{{"offset_seconds", -3600}});
  studio.init();
  fault(studio, "drop_after", "/v1/pages");
  test::run(studio.loop, notion::add(studio.client, studio.cache, {.title = "Film"}));
  studio.pull();
  CHECK(studio.read(&cache::videos::all).size() == 1);
}

TEST_CASE("notion::add does not take an older page of that title for its own") {
  Studio studio;
  studio.init();
  const auto add = [&] {
    return test::run(studio.loop, notion::add(studio.client, studio.cache, {.title = "Film"}));
  };
  const auto first = add();
  studio.pull();
  fault(studio, "drop_before", "/v1/pages");
  CHECK(add() != first);
  studio.pull();
  CHECK(studio.read(&cache::videos::all).size() == 2);
}

TEST_CASE("notion::add sends no more at once than Notion takes") {
  Studio studio;
  studio.init();
  std::string script;
  for (int i = 0; i < 90; ++i) script += std::to_string(i) + std::string(8000, 'x') + ".\n\n";
  for (int i = 0; i < 250'000; ++i) script += "字";
  test::run(studio.loop,
            notion::add(studio.client, studio.cache, {.title = "Long", .script = script}));
  studio.pull();
  CHECK(studio.video().body.starts_with("0xxx"));
  CHECK(studio.video().body.find("\n\n89x") != std::string::npos);
  CHECK(std::ranges::count(studio.video().body, '\xe5') == 250'000);
}

TEST_CASE("notion::add makes a page and its body with one request") {
  Studio studio;
  studio.init();
  const json::object rule{{"kind", "drop_before"}, {"method", "PATCH"}, {"path", "/v1/blocks"}};
  studio.control("faults", json::object{{"rules", json::array{rule}}});
  test::run(studio.loop,
            notion::add(studio.client, studio.cache, {.title = "Film", .script = "One.\n\nTwo."}));
  studio.pull();
  CHECK(studio.video().body == "One.\n\nTwo.");
}

TEST_CASE("notion::add counts its own paragraphs after an unclear append") {
  Studio studio;
  studio.init();
  const json::object lost{{"kind", "drop_before"},
                          {"method", "PATCH"},
                          {"path", "/v1/blocks"},
                          {"nth", 1},
                          {"milliseconds", 1500}};
  studio.control("faults", json::object{{"rules", json::array{lost}}});
  std::string script;
  for (int i = 0; i < 150; ++i) script += "Paragraph " + std::to_string(i) + ".\n\n";
  std::optional<std::exception_ptr> ended;
  boost::asio::co_spawn(
      studio.loop,
      notion::add(studio.client, studio.cache, {.title = "Long", .script = std::move(script)}),
      [&](std::exception_ptr error, std::string) { ended = error; });
  const auto videos = [&] { return studio.read(&cache::videos::all); };
  const auto end = now() + seconds(10);
  while (videos().empty() && now() < end) studio.pull();
  studio.pull();
  json::array theirs;
  for (auto& block : notion::paragraphs("Theirs.")) theirs.push_back(std::move(block));
  studio.person("PATCH", "/v1/blocks/" + studio.video().page_id + "/children",
                json::object{{"children", std::move(theirs)}});
  CHECK_FALSE(ended);
  test::run_until(studio.loop, [&] { return ended.has_value(); });
  const auto body = test::run(
      studio.loop, notion::read_body(studio.client, videos()[0].page_id, notion::Priority::normal));
  for (int i = 0; i < 150; ++i) {
    const auto text = "Paragraph " + std::to_string(i) + ".";
    CHECK_MESSAGE(body.script.find(text) != std::string::npos, text);
  }
}
