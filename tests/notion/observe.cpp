#include "notion/observe.hpp"

#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "tests/notion/studio.hpp"

using namespace storyreel;
using std::chrono::hours;
using test::Studio;

namespace {

/// Sets when every page was seen.
void set_seen(Studio& studio, Time time) {
  studio.write([time](cache::Database& database) {
    const auto base = *cache::bases::videos(database);
    for (auto& page : cache::pages::of_base(database, base.source_id)) {
      page.seen_at = time;
      cache::pages::save(database, page);
    }
  });
}

std::string rename(Studio& studio, const std::string& page, const std::string& title) {
  studio.edit(page, {{"Title", {{"title", notion::rich_text(title)}}}});
  studio.pull();
  return studio.video().title;
}

}  // namespace

TEST_CASE("notion::note_page takes edits also after our clock was set back") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("Film", "Text.");
  studio.pull();
  set_seen(studio, now() + hours(1));
  CHECK(rename(studio, page, "Movie") == "Movie");
}

TEST_CASE("notion::note_page leaves a page that was written since it was asked for") {
  Studio studio;
  studio.init();
  const auto id = studio.add_page("Film", "Text.");
  studio.pull();
  const auto shown = test::run(studio.loop, studio.client.page(id, notion::Priority::interactive));
  const auto noted = [&](Time asked_at) {
    return studio.write([&](cache::Database& database) {
      notion::Seen seen;
      const notion::Reading reading{.asked_at = asked_at};
      const auto found =
          notion::note_page(database, *cache::bases::videos(database), shown, reading, seen);
      CHECK(seen.stale == !found.has_value());
      return found.has_value();
    });
  };
  CHECK_FALSE(noted(now() - hours(1)));
  CHECK(noted(now()));
}

TEST_CASE("notion::note_page believes a list only where it can't lag behind what was seen") {
  Studio studio;
  studio.init();
  const auto id = studio.add_page("Film", "Text.");
  studio.pull();
  auto shown = test::run(studio.loop, studio.client.page(id, notion::Priority::interactive));
  shown.properties.at("Title").text = "Older";
  auto asked_at = now() + seconds(1);
  const auto taken = [&](milliseconds lag) {
    return studio.write([&](cache::Database& database) {
      notion::Seen seen;
      const notion::Reading reading{.asked_at = asked_at, .lag = lag};
      const auto base = *cache::bases::videos(database);
      const bool found = notion::note_page(database, base, shown, reading, seen).has_value();
      CHECK(seen.stale != found);
      return found;
    });
  };
  CHECK_FALSE(taken(seconds(60)));
  CHECK(studio.video().title == "Film");
  // The list may have come late: what it lags behind is when it was asked for.
  set_seen(studio, asked_at - seconds(61));
  asked_at -= seconds(2);
  CHECK_FALSE(taken(seconds(60)));
  asked_at += seconds(2);
  CHECK(taken(seconds(60)));
  shown.properties.at("Title").text = "By its id";
  CHECK(taken(milliseconds(0)));
}
