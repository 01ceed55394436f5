#include "notion/schema.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "notion/requests.hpp"
#include "notion/trouble.hpp"
#include "notion/value.hpp"
#include "tests/notion/filled.hpp"

namespace json = boost::json;
using namespace storyreel;
using namespace storyreel::notion;
using test::Filled;

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
  Filled studio({"One"});
  studio.edit(studio.row(), {{"Image Prompt", {{"rich_text", rich_text("A raven")}}}});
  studio.pull();
  studio.change(studio.details().source_id, {{"Image Prompt", nullptr}, {"Word Count", nullptr}});
  studio.pull();
  CHECK(studio.trouble(kSchema).empty());
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.row(), "Image Prompt") == "A raven");
  CHECK(studio.shown(studio.row(), "Word Count") == "3");
}

TEST_CASE("notion::Push leaves the user's words the user's in a property that was made again") {
  Filled studio({"One"});
  const auto write_again = [&] {
    studio.edit(studio.row(), test::rich("Image Prompt", "A raven"));
    studio.pull();
    studio.change(studio.details().source_id, {{"Image Prompt", nullptr}});
    studio.pull();
    studio.pull();
  };
  SUBCASE("whatever is read of them later") {
    write_again();
    studio.push();
    studio.edit(studio.row(), test::rich("Image Prompt", "Another"));
    studio.pull();
    studio.edit(studio.row(), test::rich("Image Prompt", "A raven"));
  }
  SUBCASE("where the reply was lost") {
    write_again();
    const json::object lost{
        {"kind", "502_html_committed"}, {"method", "PATCH"}, {"path", "/v1/pages"}, {"count", 1}};
    studio.control("faults", json::object{{"rules", json::array{lost}}});
  }
  studio.push();
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.row(), "Image Prompt") == "A raven");
  CHECK(studio.prompt(studio.items()[0].id).theirs == "A raven");
}

TEST_CASE("notion::Pull takes a blank property of the user's that was made anew as it stands") {
  Filled studio({"One"});
  const auto videos = studio.read(&cache::bases::videos)->source_id;
  studio.edit(studio.page, {{"Script Approved", {{"checkbox", true}}}});
  studio.pull();
  REQUIRE(studio.video().approved);
  studio.change(videos, {{"Script Approved", nullptr}});
  studio.pull();
  CHECK(studio.trouble(kVideosSchema).find("\"Script Approved\" is gone") != std::string::npos);
  studio.change(videos, {{"Script Approved", {{"checkbox", json::object()}}}});
  studio.pull();
  studio.pull();
  CHECK_FALSE(studio.video().approved);
}

TEST_CASE("notion::Pull takes a renamed option of Language for no edit") {
  Filled studio({"One"});
  const auto videos = studio.read(&cache::bases::videos)->source_id;
  studio.write([id = studio.video().id](cache::Database& database) {
    cache::fills::save(database, {.owner_id = id, .property = "Language", .ours = "en"});
    cache::videos::touch(database, id);
  });
  studio.push();
  REQUIRE(studio.shown(studio.page, "Language") == "en");
  const auto id = studio.read(&cache::bases::videos)->property_ids.at("Language/en");
  studio.control("options",
                 json::object{{"data_source_id", videos}, {"option_id", id}, {"name", "English"}});
  studio.pull();
  const auto language = studio.read([id = studio.video().id](cache::Database& database) {
    return cache::fills::find(database, id, "Language");
  });
  CHECK_FALSE(language->theirs);
  studio.push();
  CHECK(studio.shown(studio.page, "Language") == "English");
}

TEST_CASE("notion::Push makes rows in a database whose property was deleted while it had none") {
  test::Studio studio;
  studio.init();
  studio.add_page("Film", "One.");
  studio.pull();
  studio.fill_rows({"One"});
  const json::object refused{{"kind", "504"}, {"method", "POST"}, {"path", "/v1/pages"}};
  studio.control("faults", json::object{{"rules", json::array{refused}}});
  for (int pass = 0; pass < 3; ++pass) test::run(studio.loop, studio.pusher.pass());
  studio.person("DELETE", "/_control/faults");
  const auto base = *studio.read([id = studio.video().id](cache::Database& database) {
    return cache::bases::of_video(database, id);
  });
  studio.person("PATCH", "/v1/data_sources/" + base.source_id,
                json::object{{"properties", {{"Word Count", nullptr}}}});
  studio.push();
  REQUIRE_FALSE(studio.items().at(0).page_id.empty());
  CHECK(studio.shown(studio.items()[0].page_id, "Script Text") == "One");
}

TEST_CASE("notion::Pull says on the video that a property was retyped, until it is put right") {
  Filled studio({"One"});
  const auto source = studio.details().source_id;
  studio.change(source, {{"Word Count", {{"rich_text", json::object()}}}});
  studio.pull();
  CHECK(studio.trouble(kSchema).find("\"Word Count\" is of the type rich_text") !=
        std::string::npos);
  studio.set_status(cache::ItemStatus::complete);
  studio.push();
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
  studio.change(source, {{"Word Count", {{"number", json::object()}}}});
  studio.pull();
  CHECK(studio.trouble(kSchema).empty());
  studio.pull();
  studio.push();
  CHECK(studio.shown(studio.row(), "Word Count") == "3");
}

TEST_CASE("notion::Pull says on the video that Notion refuses to make a property again") {
  Filled studio({"One"});
  const json::object refused{{"kind", "404"}, {"method", "PATCH"}, {"path", "/v1/data_sources"}};
  studio.change(studio.details().source_id, {{"Word Count", nullptr}});
  studio.control("faults", json::object{{"rules", json::array{refused}}});
  studio.pull();
  CHECK(studio.trouble(kSchema).find("can't be made again") != std::string::npos);
}

TEST_CASE("notion::Pull says of a retyped property of Videos on every video that is not done") {
  Filled studio({"One"});
  const auto videos = studio.read(&cache::bases::videos)->source_id;
  studio.change(videos, {{"Total Sentences", {{"rich_text", json::object()}}}});
  studio.pull();
  CHECK(studio.trouble(kVideosSchema).find("\"Total Sentences\" is of the type rich_text") !=
        std::string::npos);
  SUBCASE("until it is put right") {
    studio.change(videos, {{"Total Sentences", {{"number", json::object()}}}});
    studio.pull();
  }
  SUBCASE("until the film stands") {
    studio.set_status(cache::VideoStatus::complete);
    // Looked at once a minute.
    studio.write([](cache::Database& database) {
      auto base = *cache::bases::videos(database);
      base.schema_at = *base.schema_at - std::chrono::minutes(1);
      cache::bases::save(database, base);
    });
    studio.pull();
  }
  CHECK(studio.trouble(kVideosSchema).empty());
}

TEST_CASE("notion::Push makes an option of ours again that the user deleted") {
  Filled studio({"One"});
  studio.change(studio.details().source_id,
                {{"Status", {{"select", {{"options", {{{"name", "Pending"}}}}}}}}});
  studio.set_status(cache::ItemStatus::complete);
  studio.push();
  CHECK(studio.shown(studio.row(), "Status") == "Complete");
}
