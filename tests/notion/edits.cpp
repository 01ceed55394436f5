#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/runtime/signal.hpp"
#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using test::Studio;

namespace {

json::object rich(const char* property, const std::string& text) {
  return {{property, {{"rich_text", notion::rich_text(text)}}}};
}

json::object title(const std::string& text) {
  return {{"Script Text", {{"title", notion::rich_text(text)}}}};
}

json::object number(double value) {
  return {{"Sentence Number", {{"number", value}}}};
}

json::object select(const char* name) {
  return {{"Status", {{"select", {{"name", name}}}}}};
}

cache::Fill prompt(Studio& studio, const std::string& item_id) {
  return *studio.read([item_id](cache::Database& database) {
    return cache::fills::find(database, item_id, "Image Prompt");
  });
}

std::string texts(Studio& studio) {
  std::string all;
  for (const auto& item : studio.items()) {
    if (item.state == cache::ItemState::live) all += item.text + " ";
  }
  return all;
}

/// A studio whose one video has the rows One, Two, Three in Notion.
struct Filled : Studio {
  Filled() {
    init();
    page = add_page("Film", "One. Two. Three.");
    pull();
    fill_rows({"One", "Two", "Three"});
    push();
    pull();
  }

  std::string row(std::size_t index) { return items().at(index).page_id; }

  std::string page;
};

}  // namespace

TEST_CASE("notion::Pull takes edits of rows") {
  Filled studio;
  studio.edit(studio.row(0), title("Uno"));
  studio.edit(studio.row(1), rich("Image Prompt", "A lighthouse"));
  studio.edit(studio.row(2), select("Complete"));
  studio.pull();
  const auto items = studio.items();
  CHECK(items[0].text == "Uno");
  CHECK(items[0].touched);
  CHECK(prompt(studio, items[1].id).theirs == "A lighthouse");
  CHECK_FALSE(items[2].touched);
  studio.push();
  CHECK(studio.shown(studio.row(1), "Image Prompt") == "A lighthouse");
  CHECK(studio.shown(studio.row(2), "Status") == "Pending");
  CHECK(studio.items()[2].take == 0);
}

TEST_CASE("notion::Pull tells fills of ours from the user's") {
  Filled studio;
  const auto id = studio.items()[0].id;
  const auto ours = prompt(studio, id).ours;
  CHECK(prompt(studio, id).wrote == ours);
  studio.edit(studio.row(0), rich("Image Prompt", "Mine"));
  studio.pull();
  CHECK(prompt(studio, id).value() == "Mine");
  studio.edit(studio.row(0), rich("Image Prompt", ""));
  studio.pull();
  CHECK_FALSE(prompt(studio, id).theirs);
  CHECK(prompt(studio, id).inputs.empty());
  studio.push();
  CHECK(studio.shown(studio.row(0), "Image Prompt") == ours);
}

TEST_CASE("notion::Push reads before it writes a fill") {
  Filled studio;
  const auto id = studio.items()[0].id;
  studio.edit(studio.row(0), rich("Image Prompt", "Just typed"));
  studio.write([id](cache::Database& database) {
    auto fill = *cache::fills::find(database, id, "Image Prompt");
    fill.ours = "Remade";
    cache::fills::save(database, fill);
    cache::videos::touch(database, cache::items::find(database, id)->video_id);
  });
  studio.push();
  CHECK(studio.shown(studio.row(0), "Image Prompt") == "Just typed");
  CHECK(prompt(studio, id).theirs == "Just typed");
}

TEST_CASE("notion::Pull moves rows by their numbers, and Push closes them up") {
  Filled studio;
  studio.edit(studio.row(2), number(1));
  studio.pull();
  CHECK(texts(studio) == "Three One Two ");
  studio.push();
  for (std::size_t index = 0; index < 3; ++index) {
    CHECK(studio.shown(studio.row(index), "Sentence Number") == std::to_string(index + 1));
  }
  studio.pull();
  CHECK(texts(studio) == "Three One Two ");
}

TEST_CASE("notion::Pull stops a trashed row and takes a restored one back") {
  Filled studio;
  const auto row = studio.row(1);
  studio.trash(row);
  studio.pull();
  CHECK(texts(studio) == "One Three ");
  CHECK(studio.items()[1].touched);
  studio.push();
  CHECK(studio.shown(studio.row(2), "Sentence Number") == "2");
  studio.trash(row, false);
  studio.pull();
  CHECK(texts(studio) == "One Two Three ");
}

TEST_CASE("notion::Push trashes rows whose sentence left the body") {
  Filled studio;
  studio.write([id = studio.items()[1].id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.state = cache::ItemState::dropped;
    cache::items::save(database, item);
    cache::videos::touch(database, item.video_id);
  });
  const auto row = studio.row(1);
  studio.push();
  CHECK(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  studio.pull();
  CHECK(studio.items()[1].state == cache::ItemState::trashed);
}

TEST_CASE("notion::Push leaves a row that was edited after its sentence left the body") {
  Filled studio;
  const auto row = studio.row(1);
  studio.write([id = studio.items()[1].id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.state = cache::ItemState::dropped;
    cache::items::save(database, item);
    cache::videos::touch(database, item.video_id);
  });
  studio.edit(row, title("Mine"));
  studio.push();
  CHECK_FALSE(studio.person("GET", "/v1/pages/" + row).at("in_trash").as_bool());
  CHECK(texts(studio) == "One Mine Three ");
  studio.pull();
  studio.push();
  CHECK(studio.shown(row, "Script Text") == "Mine");
}

TEST_CASE("notion::Pull takes rows of the user's, and duplicates with their fills") {
  Filled studio;
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  auto copy = title("One");
  copy.emplace("Sentence Number", json::object{{"number", 1}});
  copy.emplace("Image Prompt", rich("Image Prompt", "A picture of One").at("Image Prompt"));
  const json::object parent{{"data_source_id", base.source_id}};
  studio.person("POST", "/v1/pages", json::object{{"parent", parent}, {"properties", copy}});
  studio.person("POST", "/v1/pages",
                json::object{{"parent", parent}, {"properties", title("Four")}});
  studio.pull();
  CHECK(texts(studio) == "One One Two Three Four ");
  const auto items = studio.items();
  CHECK_FALSE(prompt(studio, items[1].id).theirs);
  CHECK(prompt(studio, items[1].id).ours == "A picture of One");
  CHECK(items[4].touched);
}

TEST_CASE("notion::Pull knows a duplicate whose original was just moved or edited") {
  Filled studio;
  const auto copy = [&](const std::string& page_id) {
    const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
      return cache::bases::of_video(database, id);
    });
    auto values = title(studio.shown(page_id, "Script Text"));
    const auto number = std::stod(studio.shown(page_id, "Sentence Number"));
    values.emplace("Sentence Number", json::object{{"number", number}});
    const auto prompt = studio.shown(page_id, "Image Prompt");
    values.emplace("Image Prompt", rich("Image Prompt", prompt).at("Image Prompt"));
    const json::object parent{{"data_source_id", base.source_id}};
    studio.person("POST", "/v1/pages", json::object{{"parent", parent}, {"properties", values}});
  };
  const auto row = studio.row(1);
  SUBCASE("its number is still to be put right") {
    studio.edit(row, number(-1));
    studio.pull();
    copy(row);
    studio.pull();
    CHECK(texts(studio) == "Two Two One Three ");
  }
  SUBCASE("its number was put right since") {
    studio.edit(row, number(3.5));
    studio.pull();
    copy(row);
    studio.push();
    studio.pull();
    CHECK(texts(studio) == "One Three Two Two ");
  }
  SUBCASE("its text was edited, and no poll has seen it") {
    studio.edit(row, title("Deux"));
    copy(row);
    studio.pull();
    CHECK(texts(studio) == "One Deux Deux Three ");
  }
  for (const auto& item : studio.items()) CHECK_FALSE(prompt(studio, item.id).theirs);
}

TEST_CASE("notion::Pull stops and resumes a video as its Status says") {
  Filled studio;
  studio.edit(studio.page, select("Paused"));
  studio.pull();
  CHECK(studio.video().paused);
  studio.edit(studio.page, select("New"));
  studio.write([id = studio.video().id](cache::Database& database) {
    auto video = *cache::videos::find(database, id);
    video.status = cache::VideoStatus::paused;
    cache::videos::save(database, video);
    notion::note_trouble(database, id, "write", "it failed");
  });
  studio.pull();
  CHECK_FALSE(studio.video().paused);
  CHECK(studio
            .read([id = studio.video().id](cache::Database& database) {
              return cache::jobs::of_video(database, id);
            })
            .empty());
}

TEST_CASE("notion::Pull raises the take when a user sets Pending") {
  Filled studio;
  studio.write([id = studio.items()[0].id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.status = cache::ItemStatus::complete;
    cache::items::save(database, item);
    cache::videos::touch(database, item.video_id);
  });
  studio.push();
  CHECK(studio.shown(studio.row(0), "Status") == "Complete");
  studio.edit(studio.row(0), select("Pending"));
  studio.pull();
  CHECK(studio.items()[0].take == 1);
}

TEST_CASE("notion::Pull stops a trashed video and resumes a restored one") {
  Filled studio;
  studio.trash(studio.page);
  studio.pull();
  CHECK(studio.video().trashed);
  studio.trash(studio.page, false);
  studio.pull();
  CHECK_FALSE(studio.video().trashed);
}

TEST_CASE("notion::Pull leaves alone the body and details of a video on its way to the trash") {
  Filled studio;
  const auto before = studio.video();
  // The list of Videos still shows it when its body and rows are read.
  studio.control("limits", json::object{{"index_lag_milliseconds", 60'000}});
  studio.trash(studio.page);
  studio.pull();
  CHECK(studio.video() == before);
  studio.control("limits", json::object{{"index_lag_milliseconds", 0}});
  studio.pull();
  CHECK(studio.video().trashed);
  studio.trash(studio.page, false);
  studio.pull();
  CHECK_FALSE(studio.video().trashed);
  CHECK_FALSE(studio.video().paused);
  CHECK(studio.video().body == before.body);
}

TEST_CASE("notion::Pull pauses a video whose details database is trashed") {
  Filled studio;
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  const auto path = "/v1/databases/" + base.database_id;
  studio.person("PATCH", path, json::object{{"in_trash", true}});
  studio.pull();
  CHECK_FALSE(studio.trouble(notion::kDetailsGone).empty());
  CHECK(texts(studio) == "One Two Three ");
  // Its user's own pause is another.
  studio.edit(studio.page, select("Paused"));
  studio.pull();
  studio.person("PATCH", path, json::object{{"in_trash", false}});
  studio.pull();
  CHECK(studio.trouble(notion::kDetailsGone).empty());
  CHECK(studio.video().paused);
}

TEST_CASE("notion::Push fills a video's properties, and leaves them to the user") {
  Filled studio;
  const auto id = studio.video().id;
  studio.write([id](cache::Database& database) {
    const auto fill = [&](const char* property, const char* ours) {
      cache::fills::save(database, {.owner_id = id, .property = property, .ours = ours});
    };
    fill("Language", "en");
    fill("Keywords", "zebra\napple\nmango");
    fill("Optimized Title", "A better title");
    cache::videos::touch(database, id);
  });
  studio.push();
  CHECK(studio.shown(studio.page, "Language") == "en");
  CHECK(studio.shown(studio.page, "Keywords") == "zebra\napple\nmango");
  CHECK(studio.shown(studio.page, "Optimized Title") == "A better title");
  studio.edit(studio.page, rich("Optimized Title", "My title"));
  studio.pull();
  studio.push();
  const auto fills =
      studio.read([id](cache::Database& database) { return cache::fills::of_owner(database, id); });
  for (const auto& fill : fills) {
    CHECK(fill.theirs.has_value() == (fill.property == "Optimized Title"));
  }
}

TEST_CASE("notion::Push makes a new details database when its URL is cleared") {
  Filled studio;
  const auto details = [&] {
    return *studio.read([id = studio.video().id](cache::Database& database) {
      return cache::bases::of_video(database, id);
    });
  };
  const auto before = details();
  studio.edit(studio.page, {{"Script Details Database URL", {{"url", nullptr}}}});
  studio.pull();
  studio.push();
  CHECK(details().database_id != before.database_id);
  CHECK(studio.shown(studio.page, "Script Details Database URL") == details().url);
  CHECK(studio.shown(studio.row(2), "Script Text") == "Three");
}

TEST_CASE("notion::Push names the details database after the video, until a user names it") {
  Filled studio;
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  const auto path = "/v1/databases/" + base.database_id;
  const auto name = [&] {
    const auto shown = studio.person("GET", path);
    return std::string(shown.at("title").as_array().at(0).at("plain_text").as_string());
  };
  const auto rename = [&](const std::string& to) {
    studio.edit(studio.page, {{"Title", {{"title", notion::rich_text(to)}}}});
    studio.pull();
    studio.push();
  };
  CHECK(name() == "Film - Script Details");
  rename("Movie");
  CHECK(name() == "Movie - Script Details");
  studio.person("PATCH", path, json::object{{"title", notion::rich_text("My rows")}});
  rename("Picture");
  CHECK(name() == "My rows");
}

TEST_CASE("notion::Pull halts when most rows vanish, until the user says so") {
  Studio studio;
  studio.init();
  const auto page = studio.add_page("Film", "Many.");
  studio.pull();
  studio.fill_rows({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"});
  studio.push();
  const auto items = studio.items();
  for (std::size_t index = 0; index < 11; ++index) studio.trash(items[index].page_id);
  studio.pull();
  const auto live = [&] {
    return std::ranges::count(studio.items(), cache::ItemState::live, &cache::Item::state);
  };
  CHECK(live() == 12);
  const auto jobs = studio.read([id = studio.video().id](cache::Database& database) {
    return cache::jobs::of_video(database, id);
  });
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].stage == "halt");
  studio.write([id = studio.video().id](cache::Database& database) {
    auto video = *cache::videos::find(database, id);
    video.status = cache::VideoStatus::failed;
    cache::videos::save(database, video);
  });
  studio.push();
  studio.edit(page, select("New"));
  const auto end = now() + seconds(10);
  while (live() > 1 && now() < end) studio.pull();
  CHECK(live() == 1);
}
