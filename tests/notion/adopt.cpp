#include "notion/adopt.hpp"

#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

/// A new record beside the studio's, which is lost, and what syncs it.
struct Anew {
  explicit Anew(Studio& studio)
      : loop(studio.loop),
        cache(loop.get_executor(), studio.folder.path() / "anew.db"),
        puller(studio.client, cache, studio.log, studio.settings),
        pusher(studio.client, cache, studio.log, studio.settings, studio.shelf) {
    run(loop, notion::init(studio.client, cache, studio.settings));
  }

  template <class F>
  auto read(F work) {
    return run(loop, cache.read(std::move(work)));
  }

  boost::asio::io_context& loop;
  cache::Cache cache;
  notion::Pull puller;
  notion::Push pusher;
};

}  // namespace

TEST_CASE("notion::adopt_details comes before anything else that touches its video") {
  Filled studio({"One", "Two"});
  const auto base = studio.details();
  Anew anew(studio);
  const json::object broken{{"kind", "503"}, {"method", "GET"}, {"path", "/v1/databases"}};
  studio.control("faults", json::object{{"rules", json::array{broken}}});
  CHECK_THROWS(run(anew.loop, anew.puller.pass()));
  // Its rows are not known yet: work would find nothing there, and push would take its URL off.
  REQUIRE(anew.read(&cache::videos::all).size() == 1);
  CHECK(anew.read(&cache::videos::revisions).empty());
  run(anew.loop, anew.pusher.pass());
  CHECK(studio.shown(studio.page, "Script Details Database URL") == base.url);
  studio.person("DELETE", "/_control/faults");
  run(anew.loop, anew.puller.pass());
  REQUIRE(anew.read(&cache::videos::revisions).size() == 1);
  const auto video = anew.read(&cache::videos::all).front();
  const auto adopted = anew.read(
      [id = video.id](cache::Database& database) { return cache::bases::of_video(database, id); });
  REQUIRE(adopted);
  CHECK(adopted->source_id == base.source_id);
  CHECK(anew.read([id = video.id](cache::Database& database) {
              return cache::items::of_video(database, id);
            })
            .size() == 2);
}

TEST_CASE("notion::adopt_details lets go of a video whose URL is another's") {
  Filled studio({"One"});
  const json::object parent{{"data_source_id", studio.read(&cache::bases::videos)->source_id}};
  const json::object properties{{"Title", {{"title", notion::rich_text("Copy")}}},
                                {"Script Details Database URL", {{"url", studio.details().url}}}};
  studio.person("POST", "/v1/pages", json::object{{"parent", parent}, {"properties", properties}});
  studio.pull();
  CHECK(studio.read(&cache::videos::revisions).size() == 2);
}
