#include "notion/adopt.hpp"

#include <map>
#include <utility>

#include <doctest/doctest.h>

#include "cache/stages.hpp"
#include "notion/requests.hpp"
#include "tests/notion/filled.hpp"
#include "tests/support/eventually.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::test;

namespace {

constexpr const char* kPicture = "https://pictures.example/one.png";

using Addresses = std::map<std::string, std::string>;

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

  std::vector<cache::Item> items() {
    return read([](cache::Database& database) {
      return cache::items::of_video(database, cache::videos::all(database).front().id);
    });
  }

  /// Where pictures are that rows showed, by the rows' ids.
  Addresses addresses() {
    return read([](cache::Database& database) {
      Addresses all;
      for (const auto& job :
           cache::jobs::of_video(database, cache::videos::all(database).front().id))
        if (job.stage == cache::kShownPicture) all[job.owner_id] = job.provider_job;
      return all;
    });
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

TEST_CASE("notion::adopt_details goes on where it broke off") {
  Filled studio({"One", "Two"});
  Anew anew(studio);
  const json::object broken{{"kind", "503"},
                            {"method", "POST"},
                            {"path", "/v1/data_sources/" + studio.details().source_id + "/query"}};
  studio.control("faults", json::object{{"rules", json::array{broken}}});
  CHECK_THROWS(run(anew.loop, anew.puller.pass()));
  REQUIRE(anew.read(&cache::bases::details).size() == 1);
  studio.person("DELETE", "/_control/faults");
  run(anew.loop, anew.puller.pass());
  const auto items = anew.items();
  REQUIRE(items.size() == 2);
  CHECK(items[0].source == "One");
  CHECK(items[1].ordinal == 2);
}

TEST_CASE(
    "notion::adopt_details asks where the pictures are that rows show, once they are wanted") {
  Filled studio({"One", "Two", "Three"});
  const auto show = [&](std::size_t at, const char* status) {
    const json::object picture{{"name", "picture"}, {"external", {{"url", kPicture}}}};
    studio.edit(studio.row(at), json::object{{"Image", {{"files", json::array{picture}}}},
                                             {"Status", {{"select", {{"name", status}}}}}});
  };
  show(0, "Complete");
  show(1, "Pending");
  show(2, "Image Generated");
  studio.edit(studio.page, json::object{{"Script Approved", {{"checkbox", true}}}});
  Anew anew(studio);
  run(anew.loop, anew.puller.pass());
  const auto items = anew.items();
  CHECK(anew.addresses() == Addresses{{items[0].id, ""}, {items[2].id, ""}});
  run(anew.loop, anew.puller.pass());
  CHECK(anew.addresses() == Addresses{{items[0].id, ""}, {items[2].id, ""}});

  studio.edit(items[2].page_id, json::object{{"Image", {{"files", json::array{}}}}});
  run(anew.loop, anew.cache.write([](cache::Database& database) {
    auto video = cache::videos::all(database).front();
    CHECK(std::exchange(video.paused, false));
    cache::videos::save(database, video);
  }));
  CHECK(eventually([&] {
    run(anew.loop, anew.puller.pass());
    return anew.addresses() == Addresses{{items[0].id, kPicture}};
  }));

  // Its error is cleared, so that it is tried again: asking for it is no less needed.
  run(anew.loop, anew.cache.write([id = items[0].id](cache::Database& database) {
    for (auto& job : cache::jobs::of_video(database, cache::videos::all(database).front().id)) {
      if (job.owner_id != id) continue;
      job.error = "not to be had";
      job.attempts = 8;
      cache::jobs::save(database, job);
    }
    auto item = *cache::items::find(database, id);
    item.error = "not to be had";
    cache::items::save(database, item);
    auto page = *cache::pages::find(database, item.page_id);
    page.values["Error"] = item.error;
    cache::pages::save(database, page);
  }));
  CHECK(eventually([&] {
    run(anew.loop, anew.puller.pass());
    return anew.read([id = items[0].id](cache::Database& database) {
      for (const auto& job :
           cache::jobs::of_video(database, cache::videos::all(database).front().id))
        if (job.owner_id == id && job.stage == cache::kShownPicture)
          return job.error.empty() && job.attempts == 0;
      return false;
    });
  }));

  studio.edit(items[0].page_id, rich("Image Prompt", "Another picture"));
  CHECK(eventually([&] {
    run(anew.loop, anew.puller.pass());
    return anew.addresses().empty();
  }));
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
