#include "notion/bindings.hpp"

#include <doctest/doctest.h>

#include "notion/take.hpp"

using namespace storyreel;
using namespace storyreel::notion;

namespace {

Property select(const std::string& id, const std::string& option, const std::string& name) {
  return {.id = id, .type = "select", .text = name, .options = {{option, name}}};
}

cache::Base base() {
  cache::Base base;
  base.binding = "videos";
  base.property_ids = {{"Status", "st"}, {"Status/Complete", "o1"}, {"Title", "title"}};
  return base;
}

/// What a user's edit of one property does to a video.
Change edited(const char* property, const char* before, const char* shown, bool first = false) {
  Change change;
  change.subject.video.id = "v";
  change.subject.video.status = cache::VideoStatus::generating;
  change.now = Time(seconds(9));
  change.first = first;
  take_edits(change, videos_binding(), {{property, before}}, {{property, shown}});
  return change;
}

}  // namespace

TEST_CASE("notion::values_of finds properties and options by id, whatever they are called") {
  Page page;
  page.properties["Stand"] = select("st", "o1", "Fertig");
  page.properties["Name"] = {.id = "title", .type = "title", .text = "Film"};
  page.properties["Mine"] = {.id = "x", .type = "number", .text = "1"};
  const cache::Values wanted{{"Status", "Complete"}, {"Title", "Film"}};
  CHECK(values_of(page, base()) == wanted);
}

TEST_CASE("notion::values_of leaves out what was cut or retyped") {
  Page page;
  page.properties["Status"] = {.id = "st", .type = "rich_text", .text = "Complete"};
  page.properties["Title"] = {.id = "title", .type = "title", .text = "F", .truncated = true};
  CHECK(values_of(page, base()).empty());
}

TEST_CASE("notion::ids_of keeps ids through renames") {
  Source source;
  source.properties = {
      {.id = "st", .name = "Stand", .type = "select", .options = {{"o1", "Fertig"}, {"o2", "New"}}},
      {.id = "e", .name = "Error", .type = "rich_text"}};
  const auto ids = ids_of(source, videos_binding(), base().property_ids);
  CHECK(ids.at("Status") == "st");
  CHECK(ids.at("Status/Complete") == "o1");
  CHECK(ids.at("Status/New") == "o2");
  CHECK(ids.at("Error") == "e");
  CHECK_FALSE(ids.contains("Title"));
}

TEST_CASE("notion::take_edits knows what a user means") {
  CHECK(edited("Title", "", "Film").subject.video.title == "Film");
  CHECK(edited("Title", "", "Film").subject.video.changed_at == Time(seconds(9)));
  CHECK(edited("Script Approved", "", "true").subject.video.approved);
  CHECK(edited("Status", "Generating", "Paused").subject.video.paused);
  CHECK(edited("Status", "Generating", "New").retry);
  CHECK_FALSE(edited("Status", "Generating", "Complete").retry);
}

TEST_CASE("notion::take_edits does not take our own words for a user's") {
  CHECK_FALSE(edited("Status", "New", "Generating").retry);
  CHECK_FALSE(edited("Status", "", "New", true).retry);
  CHECK(edited("Render", "http://film", "").said.empty());
}

TEST_CASE("notion::numbers_of counts live rows with text") {
  const auto item = [](const char* id, const char* text, cache::ItemState state) {
    cache::Item item;
    item.id = id;
    item.text = text;
    item.state = state;
    return item;
  };
  const auto numbers = numbers_of(
      {item("a", "A", cache::ItemState::live), item("b", "", cache::ItemState::live),
       item("c", "C", cache::ItemState::trashed), item("d", "D", cache::ItemState::live)});
  CHECK(numbers == std::map<std::string, int>{{"a", 1}, {"d", 2}});
}

TEST_CASE("notion::details_title is one line of bounded length") {
  cache::Video video;
  video.title = "A \"film\"/\nwith breaks";
  CHECK(details_title(video) == "A \"film\"/ with breaks - Script Details");
  video.title = std::string(5000, 'x');
  CHECK(details_title(video).size() < 2000);
  video.title.clear();
  CHECK(details_title(video) == "Untitled - Script Details");
}
