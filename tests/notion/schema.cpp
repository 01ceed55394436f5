#include "notion/schema.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"
#include "tests/notion/studio.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::notion;
using test::Studio;

namespace {

/// The details' source as it should be, with the ids of its properties.
struct Sample {
  Sample() {
    for (const auto& bound : details_binding().properties) {
      SourceProperty property{.id = "id-" + std::string(bound.name),
                              .name = std::string(bound.name),
                              .type = std::string(word(bound.type)),
                              .options = {}};
      for (const auto& name : lines(bound.detail)) property.options.push_back({"o-" + name, name});
      source.properties.push_back(std::move(property));
    }
    known = ids_of(source, details_binding(), {});
  }

  SourceProperty& property(const char* name) {
    return *std::ranges::find(source.properties, name, &SourceProperty::name);
  }
  void remove(const char* name) {
    std::erase_if(source.properties, [&](const auto& property) { return property.name == name; });
  }
  SchemaPlan plan() const { return plan_schema(source, details_binding(), known); }

  Source source;
  Ids known;
};

/// A studio whose one video has a row in Notion.
struct Filled : Studio {
  Filled() {
    init();
    page = add_page("Film", "One.");
    pull();
    fill_rows({"One"});
    push();
    pull();
  }

  cache::Base base() {
    return *read([id = video().id](cache::Database& database) {
      return cache::bases::of_video(database, id);
    });
  }
  std::string row() { return items().at(0).page_id; }
  void change(const std::string& source_id, const json::object& properties) {
    person("PATCH", "/v1/data_sources/" + source_id, json::object{{"properties", properties}});
  }

  std::string page;
};

}  // namespace

TEST_CASE("notion::plan_schema leaves what is right alone, whatever it is called") {
  Sample sample;
  sample.property("Image Prompt").name = "Bild";
  sample.property("Status").options[0].name = "Waiting";
  const auto plan = sample.plan();
  CHECK(plan.changes.empty());
  CHECK(plan.wrong.empty());
}

TEST_CASE("notion::plan_schema makes ours again, with its options, and no property of the user's") {
  Sample sample;
  sample.remove("Word Count");
  sample.property("Status").options.pop_back();
  auto plan = sample.plan();
  CHECK(plan.made == std::vector<std::string>{"Word Count"});
  CHECK(plan.changes.contains("Word Count"));
  CHECK(plan.changes.contains("id-Status"));
  CHECK(plan.changes.size() == 2);

  Source videos;
  videos.properties = {{.id = "title", .name = "Title", .type = "title", .options = {}}};
  const Ids known{{"Title", "title"}, {"YouTube URL", "gone"}};
  plan = plan_schema(videos, videos_binding(), known);
  CHECK_FALSE(plan.changes.contains("YouTube URL"));
  REQUIRE(plan.wrong.size() == 1);
  CHECK(plan.wrong.front().find("\"YouTube URL\" is gone") != std::string::npos);
  CHECK(plan_schema(videos, videos_binding(), {}).changes.contains("YouTube URL"));
}

TEST_CASE("notion::plan_schema names what was retyped, and takes one of the name in its place") {
  Sample sample;
  sample.property("Image Prompt").type = "number";
  CHECK(sample.plan().wrong.front().find("of the type number, but must be rich_text") !=
        std::string::npos);
  CHECK(sample.plan().changes.empty());
  sample.property("Image Prompt").id = "another";
  sample.property("Image Prompt").type = "rich_text";
  CHECK(sample.plan().wrong.empty());
  CHECK(sample.plan().changes.empty());
  CHECK(standing_ids(sample.source, details_binding(), sample.known).at("Image Prompt") ==
        "another");
}

TEST_CASE("notion::Pull makes a deleted property of ours again, and the user's words in it") {
  Filled studio;
  studio.edit(studio.row(), {{"Image Prompt", {{"rich_text", rich_text("A raven")}}}});
  studio.pull();
  studio.change(studio.base().source_id, {{"Image Prompt", nullptr}, {"Word Count", nullptr}});
  studio.pull();
  CHECK(studio.trouble(kSchema).empty());
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.row(), "Image Prompt") == "A raven");
  CHECK(studio.shown(studio.row(), "Word Count") == "3");
}

TEST_CASE("notion::Pull says on the video that a property was retyped, until it is put right") {
  Filled studio;
  const auto source = studio.base().source_id;
  studio.change(source, {{"Word Count", {{"rich_text", json::object()}}}});
  studio.pull();
  CHECK(studio.trouble(kSchema).find("\"Word Count\" is of the type rich_text") !=
        std::string::npos);
  studio.write([id = studio.items().at(0).id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.status = cache::ItemStatus::complete;
    cache::items::save(database, item);
  });
  studio.push();
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
  studio.change(source, {{"Word Count", {{"number", json::object()}}}});
  studio.pull();
  CHECK(studio.trouble(kSchema).empty());
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.row(), "Word Count") == "3");
}

TEST_CASE("notion::Push makes an option of ours again that the user deleted") {
  Filled studio;
  studio.change(studio.base().source_id,
                {{"Status", {{"select", {{"options", {{{"name", "Pending"}}}}}}}}});
  studio.write([id = studio.items().at(0).id](cache::Database& database) {
    auto item = *cache::items::find(database, id);
    item.status = cache::ItemStatus::complete;
    cache::items::save(database, item);
  });
  studio.push();
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
}
