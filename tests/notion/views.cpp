#include <algorithm>
#include <map>

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "notion/base_views.hpp"
#include "notion/bindings.hpp"
#include "notion/requests.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

namespace {

constexpr const char* kFirst = "Default view";

/// A studio that makes its views when told to.
struct Gallery : Studio {
  /// One pass; what was unclear is waited for.
  void make_views() {
    for (;;) {
      const auto pass = test::run(loop, views.pass());
      if (!pass.again_at) return;
      REQUIRE(*pass.again_at < now() + seconds(5));
      test::run(loop, sleep_for(std::chrono::duration_cast<milliseconds>(*pass.again_at - now()) +
                                milliseconds(1)));
    }
  }

  cache::Base videos_base() { return *read(&cache::bases::videos); }
  cache::Base details_base() {
    return *read([id = video().id](cache::Database& database) {
      return cache::bases::of_video(database, id);
    });
  }

  /// Shown in Notion, by name: a name that two have fails.
  std::map<std::string, json::object> shown_views(const cache::Base& base) {
    std::map<std::string, json::object> found;
    const auto list = person("GET", "/v1/views?database_id=" + base.database_id);
    for (const auto& listed : list.at("results").as_array()) {
      const auto id = std::string(listed.at("id").as_string());
      const auto view = person("GET", "/v1/views/" + id);
      const auto name = std::string(view.at("name").as_string());
      CHECK_MESSAGE(found.emplace(name, view).second, name << " stands twice");
    }
    return found;
  }
  std::vector<std::string> names(const cache::Base& base) {
    std::vector<std::string> found;
    for (const auto& [name, view] : shown_views(base)) found.push_back(name);
    return found;
  }
  std::string view_path(const cache::Base& base, const std::string& name) {
    return "/v1/views/" + std::string(shown_views(base).at(name).at("id").as_string());
  }

  void fault(const char* kind, const char* method, int count = 1) {
    const json::object rule{
        {"kind", kind}, {"method", method}, {"path", "/v1/views"}, {"count", count}};
    control("faults", json::object{{"rules", json::array{rule}}});
  }
  /// Requests about views that reached the workspace since the last call.
  std::size_t requests() {
    const auto all = person("GET", "/_control/requests").at("requests").as_array();
    person("DELETE", "/_control/requests");
    return static_cast<std::size_t>(std::ranges::count_if(all, [](const json::value& each) {
      return each.at("path").as_string().starts_with("/v1/views");
    }));
  }
  std::size_t logged(const std::string& words) {
    const auto text = read_file(folder.path() / "status.log", 1u << 20);
    std::size_t count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
      ++count;
    }
    return count;
  }

  /// A video whose rows stand in Notion.
  void make_video() {
    add_page("Film", "One. Two.");
    pull();
    fill_rows({"One", "Two"});
    push();
  }

  notion::Views views{client, cache, log, settings};
};

using Names = std::vector<std::string>;
const Names kOfVideos{"By status", kFirst, "Errors", "Needs approval"};
const Names kOfDetails{"By status", kFirst, "Errors", "Pictures"};

json::object by_number(const cache::Base& base) {
  return {{"property", base.property_ids.at("Sentence Number")}, {"direction", "ascending"}};
}

}  // namespace

TEST_CASE("notion::Views gives Videos its views, and asks for nothing afterwards") {
  Gallery studio;
  studio.init();
  studio.make_views();
  const auto base = studio.videos_base();
  const auto shown = studio.shown_views(base);
  CHECK(studio.names(base) == kOfVideos);
  const auto status = base.property_ids.at("Status");
  CHECK(shown.at("By status").at("type") == "board");
  CHECK(shown.at("By status").at("configuration").at("group_by") ==
        json::value{{"type", "select"}, {"property_id", status}, {"sort", {{"type", "manual"}}}});
  CHECK(shown.at("Needs approval").at("filter") ==
        json::value{{"property", status}, {"select", {{"equals", "Awaiting Approval"}}}});
  CHECK(shown.at("Errors").at("filter") == json::value{{"property", base.property_ids.at("Error")},
                                                       {"rich_text", {{"is_not_empty", true}}}});
  CHECK(studio.logged("views made: By status, Needs approval, Errors") == 1);
  studio.requests();
  studio.make_views();
  CHECK(studio.requests() == 0);
}

TEST_CASE("notion::Views gives a script its views once its rows stand, in their order") {
  Gallery studio;
  studio.init();
  studio.make_views();
  studio.make_video();
  auto late = studio.items().at(0);
  const auto page = std::exchange(late.page_id, "");
  studio.write([late](cache::Database& database) { cache::items::save(database, late); });
  studio.requests();
  studio.make_views();
  CHECK(studio.requests() == 0);
  late.page_id = page;
  studio.write([late](cache::Database& database) { cache::items::save(database, late); });
  studio.make_views();
  CHECK(studio.requests() == 6);
  const auto base = studio.details_base();
  const auto shown = studio.shown_views(base);
  CHECK(studio.names(base) == kOfDetails);
  for (const auto& [name, view] : shown) {
    CAPTURE(name);
    CHECK(view.at("sorts") == json::value(json::array{by_number(base)}));
  }
  CHECK(shown.at("Pictures").at("type") == "gallery");
  CHECK(shown.at("Pictures").at("configuration").at("cover") ==
        json::value{{"type", "property"}, {"property_id", base.property_ids.at("Image")}});
}

TEST_CASE("notion::Views leaves what became of them to the user, whatever the cache forgot") {
  Gallery studio;
  studio.init();
  studio.make_views();
  const auto base = studio.videos_base();
  studio.person("DELETE", studio.view_path(base, "Errors"));
  studio.person("PATCH", studio.view_path(base, "By status"), json::object{{"name", "Board"}});
  studio.person("PATCH", studio.view_path(base, "Needs approval"),
                json::object{{"filter", nullptr}});
  const Names left{"Board", kFirst, "Needs approval"};
  studio.make_views();
  CHECK(studio.names(base) == left);
  studio.write(
      [id = base.source_id](cache::Database& database) { cache::bases::remove(database, id); });
  studio.init();
  studio.make_views();
  CHECK(studio.names(base) == left);
  CHECK(studio.shown_views(base).at("Needs approval").at("filter").is_null());
}

TEST_CASE("notion::Views adopts views that an earlier studio of ours made") {
  Gallery studio;
  studio.init();
  studio.make_views();
  const auto base = studio.videos_base();
  studio.write([](cache::Database& database) { database.exec("DELETE FROM views"); });
  studio.make_views();
  CHECK(studio.names(base) == kOfVideos);
}

TEST_CASE("notion::Views does not touch a first view that its user arranged or renamed") {
  const json::object changes[]{
      {{"name", "Mine"}},
      {{"sorts", json::array{{{"property", "Word Count"}, {"direction", "descending"}}}}}};
  for (const auto& change : changes) {
    CAPTURE(json::value(change));
    Gallery studio;
    studio.init();
    studio.make_video();
    const auto base = studio.details_base();
    const auto path = studio.view_path(base, kFirst);
    studio.person("PATCH", path, change);
    const auto before = studio.person("GET", path);
    studio.make_views();
    const auto after = studio.person("GET", path);
    for (const auto* key : {"name", "sorts", "last_edited_by"})
      CHECK(after.at(key) == before.at(key));
    CHECK(studio.names(base).size() == kOfDetails.size());
  }
}

TEST_CASE("notion::Views makes one of each, whatever goes wrong with the request") {
  for (const auto* kind : {"503_committed", "503_committed_without_id", "502_html_committed",
                           "drop_before", "drop_after", "500"}) {
    CAPTURE(kind);
    Gallery studio;
    studio.init();
    const auto base = studio.videos_base();
    studio.fault(kind, "POST", 2);
    studio.make_views();
    CHECK(studio.names(base) == kOfVideos);
    CHECK(studio.read(&cache::intents::all).empty());
    CHECK(studio.logged("skipped") == 0);
  }
}

TEST_CASE("notion::Views waits for Notion's lag before it makes a view that was begun") {
  Gallery studio;
  studio.init();
  const auto base = studio.videos_base();
  cache::Intent begun{.id = "i",
                      .kind = "view",
                      .parent_id = base.database_id,
                      .likeness = R"({"name":"Errors"})",
                      .created_at = now()};
  studio.write([begun](cache::Database& database) { cache::intents::save(database, begun); });
  const auto pass = test::run(studio.loop, studio.views.pass());
  REQUIRE(pass.again_at);
  CHECK(*pass.again_at == begun.created_at + studio.settings.index_lag);
  CHECK_FALSE(studio.shown_views(base).contains("Errors"));
  studio.make_views();
  CHECK(studio.names(base) == kOfVideos);
}

TEST_CASE("notion::Views makes no second one while Notion hides the first") {
  Gallery studio;
  studio.init();
  const auto base = studio.videos_base();
  const json::object lost{{"kind", "drop_after"}, {"method", "POST"}, {"path", "/v1/views"}};
  const json::object hidden{
      {"kind", "404"}, {"method", "GET"}, {"pattern", "^/v1/views/"}, {"nth", 3}};
  auto once = lost;
  once["count"] = 1;
  studio.control("faults", json::object{{"rules", json::array{once, hidden}}});
  studio.make_views();
  CHECK(studio.names(base) == kOfVideos);
}

TEST_CASE("notion::Views does without what Notion refuses, and says so once") {
  Gallery studio;
  studio.init();
  const auto base = studio.videos_base();
  studio.fault("404", "POST");
  studio.make_views();
  CHECK(studio.names(base) == Names{kFirst, "Errors", "Needs approval"});
  CHECK(studio.logged("views skipped: By status (Notion answered 404") == 1);
  CHECK(studio.read(&cache::intents::all).empty());
  studio.requests();
  studio.make_views();
  CHECK(studio.requests() == 0);
}

TEST_CASE("notion::Views does without all where Notion does not show them") {
  Gallery studio;
  studio.init();
  const auto base = studio.videos_base();
  studio.fault("404", "GET");
  studio.make_views();
  CHECK(studio.logged("views skipped: By status, Needs approval, Errors (") == 1);
  CHECK(studio.names(base) == Names{kFirst});
}

TEST_CASE("notion::Views tries again later while Notion is busy, not at every call") {
  Gallery studio;
  studio.init();
  studio.make_video();
  studio.fault("503", "PATCH");
  const auto pass = test::run(studio.loop, studio.views.pass());
  REQUIRE(pass.again_at);
  CHECK(*pass.again_at > now() + seconds(30));
  CHECK(studio.names(studio.details_base()) == kOfDetails);
  studio.requests();
  test::run(studio.loop, studio.views.pass());
  CHECK(studio.requests() == 0);
}

TEST_CASE("notion::Views gives the first view its order once, also when it did not hear of it") {
  Gallery studio;
  studio.init();
  studio.make_video();
  studio.fault("drop_after", "PATCH");
  test::run(studio.loop, studio.views.pass());
  studio.requests();
  notion::Views restarted(studio.client, studio.cache, studio.log, studio.settings);
  CHECK_FALSE(test::run(studio.loop, restarted.pass()).again_at);
  CHECK(studio.requests() == 5);
}

TEST_CASE("notion::Views filters by what its user calls an option now") {
  Gallery studio;
  studio.init();
  auto base = studio.videos_base();
  base.property_ids["Status/Awaiting Approval"] = base.property_ids.at("Status/Paused");
  studio.write([base](cache::Database& database) { cache::bases::save(database, base); });
  studio.make_views();
  CHECK(studio.shown_views(base).at("Needs approval").at("filter").at("select").at("equals") ==
        "Paused");
}

TEST_CASE("notion::Views does without a view whose property is gone") {
  Gallery studio;
  studio.init();
  auto base = studio.videos_base();
  base.property_ids.erase("Error");
  studio.write([base](cache::Database& database) { cache::bases::save(database, base); });
  studio.make_views();
  CHECK(studio.names(base) == Names{"By status", kFirst, "Needs approval"});
  CHECK(studio.logged("views skipped: Errors (the database has no property \"Error\")") == 1);
}

TEST_CASE("notion::Views does not take a user's view for its own") {
  Gallery studio;
  studio.init();
  const auto base = studio.videos_base();
  const json::object theirs{{"database_id", base.database_id},
                            {"data_source_id", base.source_id},
                            {"name", "Errors"},
                            {"type", "table"}};
  studio.person("POST", "/v1/views", theirs);
  studio.make_views();
  CHECK(studio.logged("views made: By status, Needs approval, Errors") == 1);
}
