#include "notion/workspace/file_links.hpp"

#include <doctest/doctest.h>

#include "notion/workspace/files.hpp"
#include "tests/notion/workspace/uploads.hpp"

namespace storyreel::workspace {
namespace {

std::string link_to_file(Bench& bench, const std::string& upload) {
  return text_at(file_link(bench.shared(), upload), "/url");
}

}  // namespace

TEST_CASE("workspace::file_link differs at each call and expires in an hour") {
  Bench bench;
  const auto id = uploaded(bench, "ä b.txt", "text/plain", "hello");
  const auto link = link_to_file(bench, id);
  CHECK(link != link_to_file(bench, id));
  CHECK(link.contains("/%c3%a4%20b.txt?"));
  bench.time += std::chrono::minutes(59);
  CHECK(follow(bench, link).status == 200);
  bench.time += std::chrono::minutes(1);
  CHECK(follow(bench, link).status == 403);
}

TEST_CASE("workspace::serve_file refuses links that were tampered with") {
  Bench bench;
  const auto mine = uploaded(bench, "a.txt", "text/plain", "mine");
  const auto other = uploaded(bench, "b.txt", "text/plain", "other");
  auto link = link_to_file(bench, mine);
  CHECK(follow(bench, link + "0").status == 403);
  CHECK(follow(bench, link.replace(link.find(mine), mine.size(), other)).status == 403);
  CHECK(follow(bench, "/files/" + mine + "/a.txt?").status == 403);
  auto longer = link_to_file(bench, mine);
  CHECK(follow(bench, longer.replace(longer.find("expires=") + 8, 1, "9")).status == 403);
}

TEST_CASE("workspace::serve_file gives bytes that can't run on this origin") {
  Bench bench;
  auto reply =
      follow(bench, link_to_file(bench, uploaded(bench, "a.html", "text/html", "<script>")));
  CHECK(reply.status == 200);
  CHECK(read_all(reply) == "<script>");
  CHECK(header_of(reply, "Content-Type") == "text/html; charset=utf-8");
  CHECK(header_of(reply, "Content-Security-Policy").contains("sandbox"));
  CHECK(header_of(reply, "X-Content-Type-Options") == "nosniff");
  CHECK(header_of(reply, "Content-Disposition") == "attachment; filename*=UTF-8''a.html");
  const auto svg = uploaded(bench, "a.svg", "image/svg+xml", "<svg/>");
  CHECK(header_of(follow(bench, link_to_file(bench, svg)), "Content-Disposition")
            .starts_with("attachment"));
  const auto png = uploaded(bench, "a.png", "image/png", "x");
  CHECK(header_of(follow(bench, link_to_file(bench, png)), "Content-Disposition")
            .starts_with("inline"));
}

TEST_CASE("workspace::serve_file gives ranges over pieces and parts") {
  Bench bench;
  std::string whole(5u << 20, '.');
  for (std::size_t i = 0; i < whole.size(); i += 97) whole[i] = static_cast<char>('a' + i % 26);
  const auto id = text_at(bench.ok("POST", "/v1/file_uploads", R"({"mode": "multi_part",
    "filename": "a.txt", "number_of_parts": 2})"),
                          "/id");
  REQUIRE(send_file(bench, id, whole, "text/plain", 1).status == 200);
  REQUIRE(send_file(bench, id, "the end", "text/plain", 2).status == 200);
  bench.ok("POST", "/v1/file_uploads/" + id + "/complete");
  whole += "the end";
  auto all = follow(bench, link_to_file(bench, id));
  CHECK(all.stream->length == whole.size());
  CHECK((read_all(all) == whole));
  const auto piece = [&](std::size_t first, std::size_t last) {
    auto reply = follow(bench, link_to_file(bench, id),
                        "bytes=" + std::to_string(first) + "-" + std::to_string(last));
    CHECK(reply.status == 206);
    CHECK((read_all(reply) == whole.substr(first, last - first + 1)));
  };
  piece(0, 0);
  piece(kPieceBytes - 1, kPieceBytes);
  piece(whole.size() - 9, whole.size() - 1);
  piece(kPieceBytes + 5, 3 * kPieceBytes);
  const auto beyond = follow(bench, link_to_file(bench, id), "bytes=9999999-");
  CHECK(beyond.status == 416);
  CHECK(header_of(beyond, "Content-Range") == "bytes */" + std::to_string(whole.size()));
}

TEST_CASE("workspace::show_files leaves what a view's maker wrote as it is") {
  Bench bench;
  const auto id = uploaded(bench, "a.png", "image/png", "x");
  const json::object file{{"type", "file"}, {"file", {{"upload", id}}}};
  json::object view{{"object", "view"}, {"configuration", {{"x", file}}}};
  show_files(bench.shared(), view);
  CHECK(text_at(view, "/configuration/x/file/upload") == id);
  json::object page{{"object", "page"}, {"cover", file}};
  show_files(bench.shared(), page);
  CHECK(text_at(page, "/cover/file/url").contains(id));
}

}  // namespace storyreel::workspace
