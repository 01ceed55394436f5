#include "tests/notion/workspace/bench.hpp"

#include <doctest/doctest.h>

#include "notion/workspace/seed.hpp"

namespace storyreel::workspace {

Bench::Bench(const std::filesystem::path& file)
    : store(file), time(*from_iso("2026-11-21T08:30:42.500Z")) {
  seed(store, time);
  for (const auto& each : store.users()) (each.bot ? bot : person) = each;
  studio = store.tree().front().id;
  user = &bot;
}

Shared Bench::shared() {
  return {store, index, cursors, rate, "http://127.0.0.1:1", time, cap};
}

Answer Bench::send(std::string_view method, std::string_view path, std::string_view body) {
  const auto mark = path.find('?');
  ServerRequest request;
  request.method = method;
  request.path = path.substr(0, mark);
  if (mark != path.npos) request.query = path.substr(mark + 1);
  request.body = body;
  if (!version.empty()) request.headers.emplace_back("Notion-Version", version);
  return answer_api(shared(), request, user);
}

json::object Bench::ok(std::string_view method, std::string_view path, std::string_view body) {
  const auto answer = send(method, path, body);
  INFO(json::serialize(answer.body));
  REQUIRE(answer.status == 200);
  return answer.body;
}

std::string Bench::fail(std::string_view method, std::string_view path, std::string_view body) {
  const auto answer = send(method, path, body);
  INFO(json::serialize(answer.body));
  REQUIRE(answer.status >= 400);
  return std::to_string(answer.status) + " " + text_at(answer.body, "/code") + ": " +
         text_at(answer.body, "/message");
}

Call Bench::call() {
  return {shared(), *user, Version::v2026_03_11, {}, {}, {}};
}

std::string Bench::table() {
  const auto database = ok("POST", "/v1/databases",
                           R"({
    "parent": {"type": "page_id", "page_id": ")" +
                               studio + R"("},
    "title": [{"text": {"content": "Things"}}],
    "initial_data_source": {"properties": {
      "Name": {"title": {}}, "Text": {"rich_text": {}}, "Count": {"number": {}},
      "Done": {"checkbox": {}}, "Link": {"url": {}}, "Made": {"created_time": {}},
      "Kind": {"select": {"options": [{"name": "Big", "color": "red"}, {"name": "Small"}]}}}}})");
  return text_at(database, "/data_sources/0/id");
}

std::string Bench::row(const std::string& source, const std::string& name,
                       const std::string& more) {
  const auto page = ok("POST", "/v1/pages",
                       R"({"parent": {"data_source_id": ")" + source +
                           R"("}, "properties": {"Name": {"title": [{"text": {"content": ")" +
                           name + R"("}}]})" + (more.empty() ? "" : ", ") + more + "}}");
  return text_at(page, "/id");
}

std::string Bench::names(const std::string& source, std::string_view body) {
  const auto found = ok("POST", "/v1/data_sources/" + source + "/query", body);
  std::string names;
  for (const auto& each : found.at("results").as_array())
    names += (names.empty() ? "" : " ") +
             text_at(each.as_object(), "/properties/Name/title/0/plain_text");
  return names;
}

std::string text_at(const json::object& body, std::string_view pointer) {
  const json::value whole = body;
  boost::system::error_code error;
  const auto* found = whole.find_pointer({pointer.data(), pointer.size()}, error);
  if (!found) return "(nothing at " + std::string(pointer) + ")";
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace storyreel::workspace
