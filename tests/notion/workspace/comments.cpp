#include <doctest/doctest.h>

#include "tests/notion/workspace/uploads.hpp"

namespace storyreel::workspace {
namespace {

std::string words(const std::string& text) {
  return R"("rich_text": [{"text": {"content": ")" + text + R"("}}])";
}

std::string on_page(const Bench& bench, const std::string& more) {
  return R"({"parent": {"page_id": ")" + bench.studio + R"("}, )" + more + "}";
}

}  // namespace

TEST_CASE("workspace::create_comment starts a discussion, which others answer in") {
  Bench bench;
  const auto first = bench.ok("POST", "/v1/comments", on_page(bench, words("one")));
  CHECK(text_at(first, "/parent/page_id") == bench.studio);
  CHECK(text_at(first, "/display_name/type") == "integration");
  bench.user = &bench.person;
  const auto discussion = text_at(first, "/discussion_id");
  const auto answer = bench.ok("POST", "/v1/comments",
                               R"({"discussion_id": ")" + discussion + "\", " + words("two") + "}");
  CHECK(text_at(answer, "/discussion_id") == discussion);
  CHECK(text_at(answer, "/display_name/type") == "user");
  const auto list = bench.ok("GET", "/v1/comments?block_id=" + bench.studio + "&page_size=1");
  CHECK(text_at(list, "/results/0/rich_text/0/plain_text") == "one");
  CHECK(text_at(list, "/has_more") == "true");
  CHECK(text_at(list, "/type") == "comment");
}

TEST_CASE("workspace::create_comment refuses two places, two texts, none and too many files") {
  Bench bench;
  const auto refuse = [&](const std::string& body) {
    return bench.fail("POST", "/v1/comments", body);
  };
  CHECK(refuse("{" + words("x") + "}").contains("body.parent should be defined"));
  CHECK(refuse(on_page(bench, R"("discussion_id": ")" + bench.studio + "\", " + words("x")))
            .contains("body.discussion_id should be not present"));
  CHECK(refuse(on_page(bench, words("x") + R"(, "markdown": "x")")).contains("body.markdown"));
  CHECK(refuse(on_page(bench, R"("display_name": {"type": "user"})"))
            .contains("body.rich_text should be defined"));
  CHECK(refuse(on_page(bench, R"("rich_text": [])")).contains("body.rich_text"));
  CHECK(refuse(on_page(bench, words("x") + R"(, "attachments": [1, 2, 3, 4])")).contains("≤ `3`"));
  CHECK(refuse(R"({"discussion_id": ")" + bench.studio + "\", " + words("x") + "}")
            .starts_with("404 object_not_found"));
}

TEST_CASE("workspace::update_comment and delete_comment are for who made it") {
  Bench bench;
  const auto id =
      text_at(bench.ok("POST", "/v1/comments", on_page(bench, R"("markdown": "a **b**")")), "/id");
  const auto path = "/v1/comments/" + id;
  CHECK(text_at(bench.ok("GET", path), "/rich_text/1/annotations/bold") == "true");
  bench.user = &bench.person;
  CHECK(bench.fail("PATCH", path, "{" + words("c") + "}").starts_with("403 restricted_resource"));
  CHECK(bench.fail("DELETE", path).starts_with("403"));
  bench.user = &bench.bot;
  bench.time += std::chrono::minutes(5);
  const auto changed = bench.ok("PATCH", path, "{" + words("c") + "}");
  CHECK(text_at(changed, "/rich_text/0/plain_text") == "c");
  CHECK(text_at(changed, "/last_edited_time") == "2026-11-21T08:35:00.000Z");
  CHECK(text_at(bench.ok("DELETE", path), "/id") == id);
  CHECK(bench.fail("GET", path).starts_with("404"));
}

TEST_CASE("workspace::create_comment shows its files by links and its name") {
  Bench bench;
  const auto upload = uploaded(bench, "a.pdf", "application/pdf", "pages");
  const auto made = bench.ok(
      "POST", "/v1/comments",
      on_page(bench, words("x") + R"(, "attachments": [{"file_upload_id": ")" + upload +
                         R"("}], "display_name": {"type": "custom", "custom": {"name": "Poe"}})"));
  CHECK(text_at(made, "/attachments/0/category") == "pdf");
  CHECK(text_at(made, "/display_name/resolved_name") == "Poe");
  auto reply = follow(bench, text_at(made, "/attachments/0/file/url"));
  CHECK(read_all(reply) == "pages");
}

}  // namespace storyreel::workspace
