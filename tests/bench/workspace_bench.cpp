// Milliseconds that the local workspace takes for what clients ask most, with few and with many
// rows in a database: median and worst of some runs, from request to serialised reply.
//   storyreel_workspace_bench [ROWS]...
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"
#include "notion/workspace/api.hpp"
#include "notion/workspace/index.hpp"
#include "notion/workspace/seed.hpp"

namespace {

using namespace storyreel;
using namespace storyreel::workspace;

constexpr std::array kWords{"river",   "mountain", "harbour", "lantern",
                            "orchard", "signal",   "Żuraw"};

/// A workspace on disk with one database, asked at the API's front door.
struct Place {
  explicit Place(const std::filesystem::path& folder)
      : store(folder / "workspace.db"), index(store, now) {
    if (store.users().empty()) seed(store, now());
    for (const auto& each : store.users())
      if (each.bot) bot = each;
  }

  json::object send(std::string_view method, std::string path, const json::object& body = {}) {
    ServerRequest request;
    request.method = method;
    request.path = std::move(path);
    if (!body.empty()) request.body = json::serialize(body);
    request.headers.emplace_back("Notion-Version", "2026-03-11");
    auto answer = answer_api({store, index, cursors, rate, "http://127.0.0.1:1", now(), 10'000},
                             request, &bot);
    if (answer.status != 200) {
      std::fprintf(stderr, "%s\n", json::serialize(answer.body).c_str());
      std::exit(1);
    }
    auto shown = answer.body;
    bytes = to_reply(std::move(answer)).body.size();
    return shown;
  }

  Store store;
  Index index;
  Cursors cursors;
  RateLimit rate{0};
  User bot;
  std::size_t bytes = 0;
};

json::object parsed(std::string_view text) {
  return json::parse({text.data(), text.size()}).as_object();
}

std::string make_source(Place& place) {
  auto body = parsed(R"({"title": [{"text": {"content": "Videos"}}], "initial_data_source": {
    "properties": {"Title": {"title": {}}, "Prompt": {"rich_text": {}}, "Number": {"number": {}},
    "Done": {"checkbox": {}}, "Link": {"url": {}}, "Due": {"date": {}}, "Error": {"rich_text": {}},
    "Status": {"select": {"options": [{"name": "New"}, {"name": "Making"}, {"name": "Complete"}]}},
    "Tags": {"multi_select": {"options": [{"name": "sea"}, {"name": "land"}, {"name": "air"}]}},
    "Made": {"created_time": {}}, "Updated": {"last_edited_time": {}}}}})");
  body["parent"] =
      json::object{{"type", "page_id"}, {"page_id", place.store.shared(place.bot.id).front()}};
  return place.send("POST", "/v1/databases", body)
      .at("data_sources")
      .at(0)
      .at("id")
      .as_string()
      .c_str();
}

std::string words(int number, int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += std::string(i ? " " : "") +
            kWords[static_cast<std::size_t>(number + i * i) % kWords.size()];
  return text + " " + std::to_string(number);
}

json::object row_body(const std::string& source, int number) {
  const auto text = [](const std::string& content) {
    return json::array{json::object{{"text", {{"content", content}}}}};
  };
  constexpr std::array kStatus{"New", "Making", "Complete"};
  constexpr std::array kTags{"sea", "land", "air"};
  const auto pick = static_cast<std::size_t>(number);
  const auto due = to_iso(Time(std::chrono::days(20'000 + number % 700))).substr(0, 10);
  return {{"parent", {{"data_source_id", source}}},
          {"properties",
           {{"Title", {{"title", text(words(number, 4))}}},
            {"Prompt", {{"rich_text", text(words(number / 3, 30))}}},
            {"Number", {{"number", number * 7919 % 100'003}}},
            {"Done", {{"checkbox", number % 2 == 0}}},
            {"Link", {{"url", "https://example.org/" + std::to_string(number)}}},
            {"Due", {{"date", {{"start", due}}}}},
            {"Status", {{"select", {{"name", kStatus[pick % 3]}}}}},
            {"Tags",
             {{"multi_select", {{{"name", kTags[pick % 3]}}, {{"name", kTags[pick / 3 % 3]}}}}}}}}};
}

/// Rows as if they had been made a minute apart, all in one transaction.
void fill(Place& place, const std::string& source, int rows) {
  std::vector<Node> patterns;
  for (int i = 0; i < 9; ++i)
    patterns.push_back(*place.store.find(
        place.send("POST", "/v1/pages", row_body(source, i)).at("id").as_string().c_str()));
  const auto schema = place.store.find(source)->body.at("schema").as_array();
  const auto id_of = [&](std::string_view name) {
    for (const auto& each : schema)
      if (each.at("name").as_string() == name) return std::string(each.at("id").as_string());
    return std::string();
  };
  Store::Write write(place.store);
  for (int i = 9; i < rows; ++i) {
    auto node = patterns[static_cast<std::size_t>(i % 9)];
    node.id = new_uuid();
    node.position = i + 1;
    node.title = words(i, 4);
    node.created = node.edited = now() - std::chrono::minutes(rows - i);
    auto& properties = node.body.at("properties").as_object();
    properties.at("title").at(0).at("plain_text") = node.title;
    properties.at(id_of("Number")) = i * 7919 % 100'003;
    place.store.insert(node);
  }
  write.commit();
}

struct Times {
  double median, worst;
};

Times time_of(int runs, const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work(i);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::ranges::sort(times);
  return {times[times.size() / 2], times.back()};
}

struct Query {
  const char* name;
  const char* body;
};
constexpr std::array kQueries{
    Query{"number filter, sorted by title",
          R"({"filter": {"property": "Number", "number": {"greater_than": 50000}},
              "sorts": [{"property": "Title", "direction": "ascending"}]})"},
    Query{"select filter, sorted by number",
          R"({"filter": {"property": "Status", "select": {"equals": "Making"}},
              "sorts": [{"property": "Number", "direction": "descending"}]})"},
    Query{"title contains, sorted by edit",
          R"({"filter": {"property": "Title", "title": {"contains": "żuraw"}},
              "sorts": [{"timestamp": "last_edited_time", "direction": "descending"}]})"},
    Query{"tags and date, two sorts",
          R"({"filter": {"and": [{"property": "Tags", "multi_select": {"contains": "sea"}},
              {"property": "Due", "date": {"on_or_after": "2025-06-01"}}]},
              "sorts": [{"property": "Status", "direction": "ascending"},
                        {"property": "Due", "direction": "descending"}]})"},
    Query{"two levels of and / or",
          R"({"filter": {"or": [{"and": [{"property": "Done", "checkbox": {"equals": true}},
              {"property": "Number", "number": {"less_than": 30000}}]},
              {"property": "Prompt", "rich_text": {"ends_with": "7"}}]},
              "sorts": [{"property": "Number", "direction": "ascending"}]})"},
    Query{"created_time window, sorted",
          R"({"filter": {"timestamp": "created_time", "created_time": {"past_week": {}}},
              "sorts": [{"timestamp": "created_time", "direction": "ascending"}]})"},
    Query{"no filter, no sort", "{}"},
};

struct Line {
  std::string name;
  Times times;
};

std::vector<Line> measure(int rows) {
  const TemporaryFolder folder;
  std::string source;
  {
    Place place(folder.path());
    source = make_source(place);
    fill(place, source, rows);
  }
  Place place(folder.path());
  const auto query_path = "/v1/data_sources/" + source + "/query";
  const auto body = [](std::size_t i) { return parsed(kQueries[i].body); };
  std::vector<Line> lines;
  const auto add = [&](std::string name, int runs, const std::function<void(int)>& work) {
    lines.push_back({std::move(name), time_of(runs, work)});
  };
  add("first query after a start", 1, [&](int) { place.send("POST", query_path, body(0)); });
  add("first search after a start", 1,
      [&](int) { place.send("POST", "/v1/search", {{"query", "river"}}); });
  add("create a row", 300,
      [&](int i) { place.send("POST", "/v1/pages", row_body(source, rows + i)); });
  const auto page = place.send("POST", query_path).at("results").as_array();
  const auto path_of = [&](int i) {
    const auto& row = page[static_cast<std::size_t>(i) % page.size()];
    return "/v1/pages/" + std::string(row.at("id").as_string());
  };
  add("change a row", 300, [&](int i) {
    place.send("PATCH", path_of(i), {{"properties", {{"Number", {{"number", i}}}}}});
  });
  add("retrieve a row", 300, [&](int i) { place.send("GET", path_of(i)); });
  for (std::size_t i = 0; i < kQueries.size(); ++i) {
    place.send("POST", query_path, body(i));
    add(kQueries[i].name, 15, [&](int) { place.send("POST", query_path, body(i)); });
  }
  const auto cursor = place.send("POST", query_path).at("next_cursor");
  add("next page by cursor", 15,
      [&](int) { place.send("POST", query_path, {{"start_cursor", cursor}}); });
  add("a change, then a query", 15, [&](int i) {
    place.send("PATCH", path_of(i), {{"properties", {{"Number", {{"number", i}}}}}});
    place.send("POST", query_path, body(0));
  });
  add("search for a word", 15,
      [&](int) { place.send("POST", "/v1/search", {{"query", "river"}}); });
  add("search for everything", 15, [&](int) { place.send("POST", "/v1/search"); });
  add("page tree", 15, [&](int) { place.store.tree(); });
  return lines;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<int> sizes;
  for (int i = 1; i < count; ++i) sizes.push_back(std::atoi(arguments[i]));
  if (sizes.empty()) sizes = {1'000, 100'000};
  std::vector<std::vector<Line>> columns;
  for (const auto size : sizes) columns.push_back(measure(size));
  std::printf("%-32s", "ms, median (worst)");
  for (const auto size : sizes) std::printf("%14d rows", size);
  std::printf("\n");
  for (std::size_t i = 0; i < columns.front().size(); ++i) {
    std::printf("%-32s", columns.front()[i].name.c_str());
    for (const auto& column : columns)
      std::printf("%9.2f (%6.2f)", column[i].times.median, column[i].times.worst);
    std::printf("\n");
  }
  return 0;
}
