#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "notion/workspace/own.hpp"
#include "notion/workspace/validate.hpp"
#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

std::string id_of(int number) {
  return fmt::format("00000000-0000-4000-8000-{:012}", number);
}

std::string line(int number, const std::string& text) {
  return fmt::format(
      R"({{"id": "{}", "type": "paragraph", "content": {{"rich_text": [{{"text": {{"content": "{}"}}}}]}}}})",
      id_of(number), text);
}

std::string place(const std::string& parent, const std::string& after) {
  return fmt::format(R"("parent": "{}", "after": {})", parent,
                     after.empty() ? "null" : "\"" + after + "\"");
}

std::string insert(const std::string& parent, const std::string& after, const std::string& lines) {
  return R"({"op": "insert", )" + place(parent, after) + R"(, "blocks": [)" + lines + "]}";
}

/// Sends to an endpoint of the page's own, as the person.
Answer own(Bench& bench, std::string_view method, std::string_view path,
           const std::string& query = "", const std::string& body = "") {
  Shared shared{bench.store,        bench.index, bench.cursors, bench.rate,
                "http://127.0.0.1", bench.time,  bench.cap};
  ServerRequest request;
  request.query = query;
  request.body = body;
  const auto* route = own_route(method, path);
  REQUIRE(route);
  return answer_own(shared, request, bench.person, *route);
}

int edit(Bench& bench, const std::string& operations) {
  const auto answer = own(bench, "POST", "/ui/edit", "", R"({"operations": [)" + operations + "]}");
  INFO(json::serialize(answer.body));
  return answer.status;
}

void show(const json::array& blocks, std::string& text) {
  for (const auto& each : blocks) {
    const auto& block = each.get_object();
    text += text_at(block, "/" + text_of(block, "type") + "/rich_text/0/plain_text");
    if (!block.contains("children")) continue;
    text += '(';
    show(block.at("children").get_array(), text);
    text += ')';
  }
}

/// The page's lines, what is in them in brackets.
std::string shown(Bench& bench) {
  const auto answer = own(bench, "GET", "/ui/blocks", "id=" + bench.studio);
  std::string text;
  show(answer.body.at("results").as_array(), text);
  return text;
}

}  // namespace

TEST_CASE("workspace::edit inserts lines in order, as the person, and once only") {
  Bench bench;
  CHECK(edit(bench, insert(bench.studio, "", line(1, "a") + "," + line(2, "d"))) == 200);
  const auto more = insert(bench.studio, id_of(1), line(3, "b") + "," + line(4, "c"));
  CHECK(edit(bench, more) == 200);
  CHECK(edit(bench, more) == 200);
  CHECK(shown(bench) == "abcd");
  const auto block = bench.ok("GET", "/v1/blocks/" + id_of(3));
  CHECK(text_at(block, "/created_by/id") == bench.person.id);
}

TEST_CASE("workspace::edit does all of its operations or none") {
  Bench bench;
  edit(bench, insert(bench.studio, "", line(1, "a")));
  const auto wrong = R"({"op": "trash", "ids": [")" + id_of(9) + "\"]}";
  CHECK(edit(bench, insert(bench.studio, "", line(2, "b")) + "," + wrong) == 404);
  CHECK(edit(bench, R"({"op": "explode"})") == 400);
  CHECK(shown(bench) == "a");
}

TEST_CASE("workspace::edit moves blocks with what is in them, but never into themselves") {
  Bench bench;
  edit(bench, insert(bench.studio, "", line(1, "a") + "," + line(2, "b") + "," + line(3, "c")));
  edit(bench, insert(id_of(3), "", line(4, "x")));
  const auto move = [&](int block, const std::string& parent, const std::string& after) {
    return edit(bench,
                R"({"op": "move", "id": ")" + id_of(block) + "\", " + place(parent, after) + "}");
  };
  CHECK(move(3, bench.studio, "") == 200);
  CHECK(shown(bench) == "c(x)ab");
  CHECK(move(3, id_of(2), "") == 200);
  CHECK(shown(bench) == "ab(c(x))");
  CHECK(move(2, id_of(4), "") == 400);
  CHECK(move(4, bench.studio, id_of(3)) == 404);
  CHECK(shown(bench) == "ab(c(x))");
}

TEST_CASE("workspace::edit trashes, restores to a place, copies, and turns types") {
  Bench bench;
  edit(bench, insert(bench.studio, "", line(1, "a") + "," + line(2, "b")));
  edit(bench, R"({"op": "trash", "ids": [")" + id_of(1) + "\"]}");
  CHECK(shown(bench) == "b");
  edit(bench,
       R"({"op": "restore", "id": ")" + id_of(1) + "\", " + place(bench.studio, id_of(2)) + "}");
  CHECK(shown(bench) == "ba");
  edit(bench, R"({"op": "copy", "from": ")" + id_of(2) + R"(", "id": ")" + id_of(5) + "\", " +
                  place(bench.studio, id_of(1)) + "}");
  CHECK(shown(bench) == "bab");
  CHECK(edit(bench, R"({"op": "update", "type": "to_do", "id": ")" + id_of(5) +
                        R"(", "content": {"rich_text": [], "checked": true}})") == 200);
  CHECK(text_at(bench.ok("GET", "/v1/blocks/" + id_of(5)), "/to_do/checked") == "true");
  CHECK(edit(bench, R"({"op": "update", "type": "to_do", "id": ")" + id_of(5) +
                        R"(", "content": {"price": 1}})") == 400);
}

}  // namespace storyreel::workspace
