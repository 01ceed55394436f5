#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "notion/workspace/own.hpp"
#include "notion/workspace/validate.hpp"
#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

Answer ask(Bench& bench, std::string_view method, std::string_view path,
           const std::string& query = "", const std::string& body = "") {
  auto shared = bench.shared();
  ServerRequest request;
  request.query = query;
  request.body = body;
  const auto* route = own_route(method, path);
  REQUIRE(route);
  return answer_own(shared, request, bench.person, *route);
}

std::vector<std::string> ids(const json::object& body) {
  std::vector<std::string> found;
  for (const auto& id : body.at("ids").as_array()) found.emplace_back(id.as_string());
  return found;
}

std::vector<std::string> rows(Bench& bench, const std::string& source, int count) {
  std::vector<std::string> made;
  for (int number = 0; number < count; ++number)
    made.push_back(bench.row(source, "r" + std::to_string(number),
                             R"("Count": {"number": )" + std::to_string(count - number) + "}"));
  return made;
}

}  // namespace

TEST_CASE("workspace::row_order gives all rows, the first hundred of them whole") {
  Bench bench;
  const auto source = bench.table();
  auto made = rows(bench, source, 130);
  const auto all = ask(bench, "POST", "/ui/order", "id=" + source, "{}");
  CHECK(ids(all.body) == made);
  CHECK(all.body.at("results").as_array().size() == 100);
  const auto sorted = ask(bench, "POST", "/ui/order", "id=" + source,
                          R"({"sorts": [{"property": "Count", "direction": "ascending"}],
                              "filter": {"property": "Count", "number": {"less_than": 4}}})");
  CHECK(ids(sorted.body) == std::vector{made[129], made[128], made[127]});
}

TEST_CASE("workspace::row_order lists the trash of a data source on demand") {
  Bench bench;
  const auto source = bench.table();
  const auto made = rows(bench, source, 3);
  bench.ok("PATCH", "/v1/pages/" + made[1], R"({"in_trash": true})");
  CHECK(ids(ask(bench, "POST", "/ui/order", "id=" + source, "{}").body).size() == 2);
  const auto trash = ask(bench, "POST", "/ui/order", "id=" + source, R"({"in_trash": true})");
  CHECK(ids(trash.body) == std::vector{made[1]});
}

TEST_CASE("workspace::rows_by_id shows trashed rows too, leaves out what is gone or no page") {
  Bench bench;
  const auto source = bench.table();
  const auto made = rows(bench, source, 2);
  bench.ok("PATCH", "/v1/pages/" + made[1], R"({"in_trash": true})");
  const auto answer = ask(bench, "POST", "/ui/rows", "",
                          R"({"ids": [")" + made[1] + R"(", ")" + source + R"(", ")" + made[0] +
                              R"(", "00000000-0000-4000-8000-000000000000"]})");
  const auto& results = answer.body.at("results").as_array();
  REQUIRE(results.size() == 2);
  CHECK(results[0].at("id").as_string() == made[1]);
  CHECK(results[0].at("in_trash").as_bool());
  CHECK(results[1].at("id").as_string() == made[0]);
}

TEST_CASE("workspace::whole_database has the schema and the views") {
  Bench bench;
  const auto source = bench.table();
  const auto parent = bench.ok("GET", "/v1/data_sources/" + source);
  const auto id = text_at(parent, "/parent/database_id");
  const auto answer = ask(bench, "GET", "/ui/database", "id=" + id);
  CHECK(text_at(answer.body, "/database/id") == id);
  CHECK(text_at(answer.body, "/data_sources/0/id") == source);
  CHECK(text_at(answer.body, "/data_sources/0/properties/Name/type") == "title");
  CHECK(text_at(answer.body, "/views/0/type") == "table");
}

TEST_CASE("workspace::own endpoints refuse what they can't use") {
  Bench bench;
  const auto source = bench.table();
  CHECK(ask(bench, "POST", "/ui/order", "", "{}").status == 400);
  CHECK(ask(bench, "POST", "/ui/order", "id=" + source, R"({"in_trash": 1})").status == 400);
  CHECK(ask(bench, "POST", "/ui/order", "id=" + source, R"({"page_size": 1})").status == 400);
  CHECK(ask(bench, "POST", "/ui/order", "id=" + bench.studio, "{}").status == 404);
  CHECK(ask(bench, "POST", "/ui/rows", "", R"({"ids": ["x"]})").status == 400);
  std::string many = "\"" + source + "\"";
  for (int i = 0; i < 100; ++i) many += ",\"" + source + "\"";
  CHECK(ask(bench, "POST", "/ui/rows", "", R"({"ids": [)" + many + "]}").status == 400);
  CHECK(ask(bench, "GET", "/ui/database", "id=" + source).status == 404);
}

}  // namespace storyreel::workspace
