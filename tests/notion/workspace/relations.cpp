#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

std::string in_quotes(const std::string& text) {
  return "\"" + text + "\"";
}

/// Two data sources: "Tasks" with the dual relation "Goal" to "Goals", which has "Tasks".
struct Pair : Bench {
  Pair() {
    goals = source("Goals", "");
    tasks = source("Tasks", R"("Goal": {"relation": {"data_source_id": )" + in_quotes(goals) +
                                R"(, "dual_property": {"synced_property_name": "Tasks"}}})");
  }

  std::string source(const std::string& title, const std::string& properties) {
    const auto more = properties.empty() ? "" : ", " + properties;
    return text_at(ok("POST", "/v1/databases",
                      R"({"parent": {"type": "page_id", "page_id": )" + in_quotes(studio) +
                          R"(}, "title": [{"text": {"content": )" + in_quotes(title) +
                          R"(}}], "initial_data_source": {"properties": {"Name": {"title": {}})" +
                          more + "}}}"),
                   "/data_sources/0/id");
  }

  static std::string links(const std::vector<std::string>& ids) {
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "" : ",") + (R"({"id": ")" + id + "\"}");
    return R"({"relation": [)" + list + "]}";
  }

  std::string task(const std::string& name, const std::vector<std::string>& goal_ids) {
    return row(tasks, name, R"("Goal": )" + links(goal_ids));
  }

  json::object write(const std::string& page, const std::string& property,
                     const std::vector<std::string>& ids) {
    return ok("PATCH", "/v1/pages/" + page,
              R"({"properties": {)" + in_quotes(property) + ": " + links(ids) + "}}");
  }

  /// The names of the pages that `property` of `page` shows, joined by spaces.
  std::string names_in(const std::string& page, const std::string& property) {
    std::string names;
    const auto shown = ok("GET", "/v1/pages/" + page);
    for (const auto& each : shown.at("properties").at(property).at("relation").as_array())
      names += (names.empty() ? "" : " ") +
               text_at(ok("GET", "/v1/pages/" + std::string(each.at("id").as_string())),
                       "/properties/Name/title/0/plain_text");
    return names;
  }

  json::object schema(const std::string& id) {
    return ok("GET", "/v1/data_sources/" + id).at("properties").as_object();
  }
  json::object change(const std::string& id, const std::string& properties) {
    return ok("PATCH", "/v1/data_sources/" + id, R"({"properties": {)" + properties + "}}")
        .at("properties")
        .as_object();
  }

  std::string goals, tasks;
};

}  // namespace

TEST_CASE("workspace::configure_relation makes both properties of a dual relation") {
  Pair pair;
  const auto there = pair.schema(pair.goals);
  const auto here = pair.schema(pair.tasks);
  CHECK(text_at(here, "/Goal/relation/type") == "dual_property");
  CHECK(text_at(here, "/Goal/relation/data_source_id") == pair.goals);
  CHECK(text_at(here, "/Goal/relation/database_id").size() == 36);
  CHECK(text_at(here, "/Goal/relation/dual_property/synced_property_name") == "Tasks");
  CHECK(text_at(here, "/Goal/relation/dual_property/synced_property_id") ==
        text_at(there, "/Tasks/id"));
  CHECK(text_at(there, "/Tasks/relation/data_source_id") == pair.tasks);
  CHECK(text_at(there, "/Tasks/relation/dual_property/synced_property_id") ==
        text_at(here, "/Goal/id"));
}

TEST_CASE("workspace::configure_relation names the other side itself when nobody does") {
  Pair pair;
  const auto dual =
      R"({"relation": {"data_source_id": )" + in_quotes(pair.goals) + R"(, "dual_property": {}}})";
  pair.change(pair.tasks, R"("Second": )" + dual);
  CHECK(pair.schema(pair.goals).contains("Related to Tasks (Second)"));
}

TEST_CASE("workspace::configure_relation refuses what is no relation") {
  Pair pair;
  const auto refuse = [&](const std::string& relation) {
    return pair.fail("PATCH", "/v1/data_sources/" + pair.tasks,
                     R"({"properties": {"New": {"relation": )" + relation + "}}}");
  };
  const auto to = R"({"data_source_id": )" + in_quotes(pair.goals);
  CHECK(refuse(to + "}").contains("relation.single_property should be defined"));
  CHECK(refuse(to + R"(, "single_property": {}, "dual_property": {}})")
            .contains("dual_property should be not present"));
  CHECK(refuse(R"({"single_property": {}})").contains("data_source_id should be defined"));
  CHECK(
      refuse(to + R"(, "dual_property": {"synced_property_name": "Name"}})").contains("same name"));
  CHECK(refuse(R"({"data_source_id": "11111111-1111-1111-1111-111111111111",
                   "single_property": {}})")
            .starts_with("404 object_not_found: Could not find data_source"));
  CHECK_FALSE(pair.schema(pair.tasks).contains("New"));
}

TEST_CASE("workspace::write_relation keeps both sides in step") {
  Pair pair;
  const auto [a, b, c] =
      std::tuple(pair.row(pair.goals, "a"), pair.row(pair.goals, "b"), pair.row(pair.goals, "c"));
  const auto first = pair.task("first", {a, b, a});
  const auto second = pair.task("second", {b});
  CHECK(pair.names_in(first, "Goal") == "a b");
  CHECK(pair.names_in(b, "Tasks") == "first second");
  pair.write(first, "Goal", {c, b});
  CHECK(pair.names_in(first, "Goal") == "c b");
  CHECK(pair.names_in(a, "Tasks").empty());
  CHECK(pair.names_in(c, "Tasks") == "first");
  pair.write(b, "Tasks", {second});
  CHECK(pair.names_in(first, "Goal") == "c");
  pair.write(a, "Tasks", {second, first});
  CHECK(pair.names_in(first, "Goal") == "c a");
  CHECK(pair.names_in(a, "Tasks") == "second first");
  pair.write(a, "Tasks", {});
  CHECK(pair.names_in(second, "Goal") == "b");
}

TEST_CASE("workspace::write_relation refuses pages of elsewhere") {
  Pair pair;
  const auto task = pair.task("a", {});
  const auto refuse = [&](const std::string& list) {
    return pair.fail("PATCH", "/v1/pages/" + task,
                     R"({"properties": {"Goal": {"relation": )" + list + "}}}");
  };
  CHECK(refuse(R"([{"id": ")" + task + "\"}]").starts_with("400 validation_error"));
  CHECK(refuse(R"([{"id": "11111111-1111-1111-1111-111111111111"}])")
            .starts_with("404 object_not_found"));
  CHECK(refuse(R"(["11111111-1111-1111-1111-111111111111"])")
            .contains("body.properties.Goal.relation[0] should be an object"));
  CHECK(refuse(R"({})").contains("relation should be an array"));
}

TEST_CASE("workspace::related hides pages in the trash until they are back") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "a");
  const auto task = pair.task("t", {goal});
  pair.ok("PATCH", "/v1/pages/" + goal, R"({"in_trash": true})");
  CHECK(pair.names_in(task, "Goal").empty());
  pair.ok("PATCH", "/v1/pages/" + goal, R"({"in_trash": false})");
  CHECK(pair.names_in(task, "Goal") == "a");
  pair.ok("PATCH", "/v1/data_sources/" + pair.goals, R"({"in_trash": true})");
  CHECK(pair.names_in(task, "Goal").empty());
}

TEST_CASE("workspace::move_page takes a page out of relations that no longer fit it") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "goal");
  const auto task = pair.task("task", {goal});
  const auto move = [&](const std::string& page, const std::string& parent) {
    pair.ok("POST", "/v1/pages/" + page + "/move", R"({"parent": )" + parent + "}");
  };
  const auto links = [&](const std::string& page, const std::string& property) {
    const auto shown = pair.ok("GET", "/v1/pages/" + page);
    return text_at(shown, "/properties/" + property + "/relation");
  };
  move(task, R"({"data_source_id": )" + in_quotes(pair.tasks) + "}");
  CHECK(links(task, "Goal").contains(goal));
  move(task, R"({"page_id": )" + in_quotes(pair.studio) + "}");
  CHECK(links(goal, "Tasks") == "[]");
  CHECK(pair.names(pair.goals,
                   R"({"filter": {"property": "Tasks", "relation": {"is_not_empty": true}}})")
            .empty());
  const auto next = pair.task("next", {goal});
  move(goal, R"({"page_id": )" + in_quotes(pair.studio) + "}");
  CHECK(links(next, "Goal") == "[]");
  move(goal, R"({"data_source_id": )" + in_quotes(pair.goals) + "}");
  CHECK(links(goal, "Tasks") == "[]");
}

TEST_CASE("workspace::related_pages leaves out pages that were taken away") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "goal");
  const auto secret = pair.row(pair.goals, "secret");
  const auto task = pair.task("task", {secret, goal});
  pair.store.share(pair.bot.id, secret, false);
  const auto shown = json::serialize(pair.ok("GET", "/v1/pages/" + task));
  CHECK(shown.contains(goal));
  CHECK_FALSE(shown.contains(secret));
}

TEST_CASE("workspace::related_pages reads empty where the related data is not shared") {
  Pair pair;
  const auto task = pair.task("t", {pair.row(pair.goals, "a")});
  const auto parent = pair.store.find(pair.goals)->parent;
  auto database = *pair.store.find(parent);
  database.parent = "";
  pair.store.update(database);
  CHECK(pair.names_in(task, "Goal").empty());
  pair.user = &pair.person;
  CHECK(pair.names_in(task, "Goal") == "a");
}

TEST_CASE("workspace::show_properties shows 25 references; the property's items are all of them") {
  Pair pair;
  std::vector<std::string> ids;
  for (int i = 0; i < 60; ++i) ids.push_back(pair.row(pair.goals, "g" + std::to_string(i)));
  const auto task = pair.task("t", ids);
  const auto page = pair.ok("GET", "/v1/pages/" + task);
  const auto& shown = page.at("properties").at("Goal");
  CHECK(shown.at("relation").as_array().size() == 25);
  CHECK(shown.at("has_more") == true);
  CHECK(pair.write(task, "Goal", {ids[0]}).at("properties").at("Goal").at("has_more") == false);
  pair.write(task, "Goal", ids);
  auto path = "/v1/pages/" + task + "/properties/" + text_at(pair.schema(pair.tasks), "/Goal/id") +
              "?page_size=40";
  auto items = pair.ok("GET", path);
  CHECK(items.at("results").as_array().size() == 40);
  CHECK(text_at(items, "/results/39/relation/id") == ids[39]);
  CHECK(text_at(items, "/property_item/relation") == "{}");
  const auto next = text_at(items, "/property_item/next_url");
  items = pair.ok("GET", next.substr(next.find("/v1")));
  CHECK(items.at("results").as_array().size() == 20);
  CHECK(text_at(items, "/results/19/relation/id") == ids[59]);
  CHECK(text_at(items, "/property_item/next_url") == "null");
}

TEST_CASE("workspace::change_schema keeps dual relations whole through renames and retypes") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "a");
  const auto task = pair.task("t", {goal});
  pair.change(pair.tasks, R"("Goal": {"name": "Aim"})");
  CHECK(text_at(pair.schema(pair.goals), "/Tasks/relation/dual_property/synced_property_name") ==
        "Aim");
  pair.change(pair.goals, R"("Tasks": {"rich_text": {}})");
  const auto alone = pair.schema(pair.tasks);
  CHECK(text_at(alone, "/Aim/relation/type") == "single_property");
  CHECK(pair.names_in(task, "Aim") == "a");
  CHECK(text_at(pair.ok("GET", "/v1/pages/" + goal), "/properties/Tasks/rich_text") == "[]");
}

TEST_CASE("workspace::change_schema leaves the other side of a removed relation single") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "a");
  const auto task = pair.task("t", {goal});
  pair.change(pair.tasks, R"("Goal": null)");
  CHECK(text_at(pair.schema(pair.goals), "/Tasks/relation/type") == "single_property");
  CHECK(pair.names_in(goal, "Tasks") == "t");
  const auto back =
      pair.change(pair.tasks, R"("Goal": {"relation": {"data_source_id": )" +
                                  in_quotes(pair.goals) + R"(, "single_property": {}}})");
  CHECK(text_at(back, "/Goal/relation/type") == "single_property");
  CHECK(pair.names_in(task, "Goal").empty());
}

TEST_CASE("workspace::configure_relation turns single to dual with its values, and back") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "a");
  const auto task = pair.task("t", {goal});
  const auto to = R"("Goal": {"relation": {"data_source_id": )" + in_quotes(pair.goals);
  pair.change(pair.tasks, to + R"(, "single_property": {}}})");
  CHECK_FALSE(pair.schema(pair.goals).contains("Tasks"));
  CHECK(pair.names_in(task, "Goal") == "a");
  pair.change(pair.tasks, to + R"(, "dual_property": {"synced_property_name": "Back"}}})");
  CHECK(pair.names_in(goal, "Back") == "t");
  const auto again =
      pair.change(pair.tasks, to + R"(, "dual_property": {"synced_property_name": "Renamed"}}})");
  CHECK(text_at(again, "/Goal/relation/dual_property/synced_property_name") == "Renamed");
  CHECK(pair.names_in(goal, "Renamed") == "t");
}

TEST_CASE("workspace::configure_relation relates a data source to itself") {
  Pair pair;
  const auto schema = pair.change(
      pair.goals, R"("Next": {"relation": {"data_source_id": )" + in_quotes(pair.goals) +
                      R"(, "dual_property": {"synced_property_name": "Previous"}}})");
  CHECK(text_at(schema, "/Previous/relation/dual_property/synced_property_name") == "Next");
  const auto a = pair.row(pair.goals, "a");
  const auto b = pair.row(pair.goals, "b", R"("Previous": )" + Pair::links({a}));
  CHECK(pair.names_in(a, "Next") == "b");
  pair.write(a, "Next", {a});
  CHECK(pair.names_in(b, "Previous").empty());
  CHECK(pair.names_in(a, "Previous") == "a");
  const auto to = R"("Next": {"relation": {"data_source_id": )" + in_quotes(pair.goals);
  pair.change(pair.goals, to + R"(, "single_property": {}}})");
  const auto dual = pair.change(pair.goals, to + R"(, "dual_property": {}}})");
  CHECK(text_at(dual, "/Next/relation/dual_property/synced_property_name") ==
        "Related to Goals (Next)");
  CHECK(pair.names_in(a, "Related to Goals (Next)") == "a");
  pair.change(pair.goals, R"("Next": null)");
  CHECK(text_at(pair.schema(pair.goals), "/Related to Goals (Next)/relation/type") ==
        "single_property");
}

TEST_CASE("workspace::relate tells watchers of the other side and stamps it not") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "a");
  std::vector<std::string> told;
  pair.store.watch([&](std::span<const Change> changes) {
    for (const auto& change : changes) told.push_back(change.id);
  });
  pair.time += std::chrono::minutes(5);
  pair.task("t", {goal});
  CHECK(std::ranges::find(told, goal) != told.end());
  CHECK(text_at(pair.ok("GET", "/v1/pages/" + goal), "/last_edited_time") ==
        "2026-11-21T08:30:00.000Z");
}

TEST_CASE("workspace::relate keeps all of many that point at one page") {
  Pair pair;
  const auto goal = pair.row(pair.goals, "hub");
  for (int i = 0; i < 300; ++i) pair.task("t", {goal});
  CHECK(pair.store.related(goal, text_at(pair.schema(pair.goals), "/Tasks/id")).size() == 300);
}

}  // namespace storyreel::workspace
