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
      return notion::note_page(database, *cache::bases::videos(database), shown, asked_at);
    });
  };
  CHECK_FALSE(noted(now() - hours(1)));
  CHECK(noted(now()));
}
