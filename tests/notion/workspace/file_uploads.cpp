#include "notion/workspace/file_uploads.hpp"

#include <doctest/doctest.h>

#include "tests/notion/workspace/uploads.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kMebibyte = 1u << 20;

std::string message(const Answer& answer) {
  return std::to_string(answer.status) + " " + text_at(answer.body, "/message");
}

std::string create(Bench& bench, const std::string& body) {
  return text_at(bench.ok("POST", "/v1/file_uploads", body), "/id");
}

}  // namespace

TEST_CASE("workspace::create_file_upload starts pending and expires in an hour") {
  Bench bench;
  const auto made = bench.ok("POST", "/v1/file_uploads", R"({"filename": "a.png"})");
  CHECK(text_at(made, "/object") == "file_upload");
  CHECK(text_at(made, "/status") == "pending");
  CHECK(text_at(made, "/filename") == "a.png");
  CHECK(text_at(made, "/content_type") == "image/png");
  CHECK(text_at(made, "/content_length") == "null");
  CHECK(text_at(made, "/created_by/type") == "bot");
  CHECK(text_at(made, "/created_time") == "2026-11-21T08:30:00.000Z");
  CHECK(text_at(made, "/expiry_time") == "2026-11-21T09:30:00.000Z");
  CHECK(
      text_at(made, "/upload_url").ends_with("/v1/file_uploads/" + text_at(made, "/id") + "/send"));
  CHECK(!made.contains("number_of_parts"));
  CHECK(text_at(bench.ok("POST", "/v1/file_uploads", "{}"), "/filename") == "null");
}

TEST_CASE("workspace::create_file_upload refuses what is documented as refused") {
  Bench bench;
  const auto refuse = [&](const std::string& body) {
    return bench.fail("POST", "/v1/file_uploads", body);
  };
  CHECK(refuse(R"({"mode": "big"})").contains("body.mode should be one of"));
  CHECK(refuse(R"({"filename": "a.exe"})").contains("not supported"));
  CHECK(refuse(R"({"content_type": "application/x-sh"})").contains("not supported"));
  CHECK(
      refuse(R"({"filename": "a.png", "content_type": "text/plain"})").contains("does not match"));
  CHECK(refuse(R"({"filename": ")" + std::string(897, 'a') + R"(.png"})").contains("≤ `900`"));
  CHECK(refuse(R"({"filename": ")" + std::string(897, 'a') + R"(", "content_type": "image/png"})")
            .contains("≤ `900`"));
  CHECK(refuse(R"({"number_of_parts": 2})").contains("body.number_of_parts should be not present"));
  CHECK(refuse(R"({"mode": "multi_part", "number_of_parts": 2})").contains("body.filename"));
  const std::string parts = R"({"mode": "multi_part", "filename": "a.mp4", "number_of_parts": )";
  CHECK(refuse(parts + "0}").contains("≥ `1`"));
  CHECK(refuse(parts + "1001}").contains("≤ `1000`"));
  CHECK(refuse(parts + "1.5}").contains("an integer"));
  CHECK(refuse(R"({"mode": "multi_part", "filename": "a.mp4"})").contains("number_of_parts"));
  CHECK(refuse(R"({"mode": "external_url", "filename": "a.png"})").contains("external_url"));
  CHECK(
      refuse(
          R"({"mode": "external_url", "filename": "a.png", "external_url": "http://x.example/a"})")
          .contains("https"));
}

TEST_CASE("workspace::create_file_upload adds the extension that the type has") {
  Bench bench;
  const auto made =
      bench.ok("POST", "/v1/file_uploads", R"({"filename": "tune", "content_type": "audio/mpeg"})");
  CHECK(text_at(made, "/filename") == "tune.mp3");
}

TEST_CASE("workspace::send_file_upload takes one file for a single part") {
  Bench bench;
  const auto id = create(bench, "{}");
  const auto sent = send_file(bench, id, "hello");
  CHECK(message(sent).starts_with("200"));
  CHECK(text_at(sent.body, "/status") == "uploaded");
  CHECK(text_at(sent.body, "/filename") == "sent.txt");
  CHECK(text_at(sent.body, "/content_type") == "text/plain");
  CHECK(text_at(sent.body, "/content_length") == "5");
  CHECK(!sent.body.contains("upload_url"));
  CHECK(message(send_file(bench, id, "again")).contains("`uploaded`"));
}

TEST_CASE("workspace::send_file_upload refuses other types, sizes and part numbers") {
  Bench bench;
  const auto id = create(bench, R"({"filename": "a.png"})");
  CHECK(message(send_file(bench, id, "x", "text/plain")).contains("does not match"));
  CHECK(message(send_file(bench, id, "x", "image/png", 1)).contains("part_number"));
  CHECK(message(send_file(bench, id, std::string(20 * kMebibyte + 1, 'x'), "image/png"))
            .contains("20 MiB"));
  CHECK(message(send_file(bench, id, "x", "image/png; a=b")).starts_with("200"));
  const auto path = "/v1/file_uploads/" + create(bench, "{}") + "/send";
  CHECK(bench.fail("POST", path, "{}").contains("multipart/form-data"));
}

TEST_CASE("workspace::send_file_upload takes parts in any order and again") {
  Bench bench;
  const auto id =
      create(bench, R"({"mode": "multi_part", "filename": "a.txt", "number_of_parts": 2})");
  const auto complete = "/v1/file_uploads/" + id + "/complete";
  const std::string big(5 * kMebibyte, 'b');
  CHECK(message(send_file(bench, id, "end")).contains("part_number should be defined"));
  CHECK(message(send_file(bench, id, "end", "text/plain", 3)).contains("from `1` to `2`"));
  CHECK(text_at(send_file(bench, id, "end", "text/plain", 2).body, "/status") == "pending");
  CHECK(bench.fail("POST", complete).contains("1 of 2 parts"));
  CHECK(message(send_file(bench, id, "small", "text/plain", 1)).contains("at least 5 MiB"));
  CHECK(message(send_file(bench, id, big, "text/plain", 1)).starts_with("200"));
  const auto again = send_file(bench, id, big, "text/plain", 1);
  CHECK(text_at(again.body, "/number_of_parts/sent") == "2");
  CHECK(text_at(again.body, "/complete_url").ends_with(complete));
  const auto done = bench.ok("POST", complete);
  CHECK(text_at(done, "/status") == "uploaded");
  CHECK(text_at(done, "/content_length") == std::to_string(big.size() + 3));
}

TEST_CASE("workspace::retrieve_file_upload tells of expiry, after which nothing goes") {
  Bench bench;
  const auto sent = uploaded(bench, "a.txt", "text/plain", "x");
  const auto open = create(bench, "{}");
  bench.time += std::chrono::hours(1);
  CHECK(text_at(bench.ok("GET", "/v1/file_uploads/" + sent), "/status") == "expired");
  CHECK(message(send_file(bench, open, "x")).contains("`expired`"));
  const auto cover = R"({"cover": {"file_upload": {"id": ")" + sent + R"("}}})";
  CHECK(bench.fail("PATCH", "/v1/pages/" + bench.studio, cover).contains("`expired`"));
  create(bench, "{}");
  CHECK(read_piece(bench.store, sent, 1, 0).empty());
}

TEST_CASE("workspace::list_file_uploads gives one's own by status") {
  Bench bench;
  const auto sent = uploaded(bench, "a.txt", "text/plain", "x");
  create(bench, "{}");
  CHECK(bench.ok("GET", "/v1/file_uploads").at("results").as_array().size() == 2);
  const auto found = bench.ok("GET", "/v1/file_uploads?status=uploaded");
  CHECK(text_at(found, "/results/0/id") == sent);
  CHECK(text_at(found, "/type") == "file_upload");
  CHECK(bench.ok("GET", "/v1/file_uploads?status=expired").at("results").as_array().empty());
  CHECK(bench.fail("GET", "/v1/file_uploads?status=lost").contains("query.status"));
  const auto first = bench.ok("GET", "/v1/file_uploads?page_size=1");
  CHECK(text_at(first, "/has_more") == "true");
  bench.user = &bench.person;
  CHECK(bench.ok("GET", "/v1/file_uploads").at("results").as_array().empty());
  CHECK(bench.fail("GET", "/v1/file_uploads/" + sent).starts_with("404"));
}

TEST_CASE("workspace::attach keeps a file for good, for use again and again") {
  Bench bench;
  const auto id = uploaded(bench, "a.png", "image/png", "picture");
  const auto cover =
      R"({"cover": {"type": "file_upload", "file_upload": {"id": ")" + id + R"("}}})";
  const auto page = bench.ok("PATCH", "/v1/pages/" + bench.studio, cover);
  CHECK(text_at(page, "/cover/type") == "file");
  CHECK(text_at(page, "/cover/file/expiry_time") == "2026-11-21T09:30:42.500Z");
  CHECK(text_at(bench.ok("GET", "/v1/file_uploads/" + id), "/expiry_time") == "null");
  bench.time += std::chrono::hours(24);
  const auto icon = R"({"icon": {"type": "file_upload", "file_upload": {"id": ")" + id + R"("}}})";
  CHECK(text_at(bench.ok("PATCH", "/v1/pages/" + bench.studio, icon), "/icon/type") == "file");
}

TEST_CASE("workspace::attach refuses what is not uploaded, not the caller's or of another kind") {
  Bench bench;
  const auto refuse = [&](const std::string& id) {
    return bench.fail("PATCH", "/v1/pages/" + bench.studio,
                      R"({"cover": {"file_upload": {"id": ")" + id + R"("}}})");
  };
  CHECK(refuse(create(bench, "{}")).contains("`pending`"));
  CHECK(refuse(uploaded(bench, "a.txt", "text/plain", "x")).contains("of type image"));
  CHECK(refuse("nonsense").contains("a valid uuid"));
  const auto mine = uploaded(bench, "a.png", "image/png", "x");
  bench.user = &bench.person;
  CHECK(refuse(mine).starts_with("404 object_not_found"));
}

TEST_CASE("workspace::read_files names files and keeps them when they are written back") {
  Bench bench;
  const auto source = bench.table();
  bench.ok("PATCH", "/v1/data_sources/" + source, R"({"properties": {"Media": {"files": {}}}})");
  const auto id = uploaded(bench, "a.txt", "text/plain", "kept");
  const auto row = bench.row(source, "r",
                             R"("Media": {"files": [
    {"type": "file_upload", "file_upload": {"id": ")" +
                                 id + R"("}},
    {"name": "b", "external": {"url": "https://x.example/b"}}]})");
  const auto first = bench.ok("GET", "/v1/pages/" + row);
  CHECK(text_at(first, "/properties/Media/files/0/name") == "a.txt");
  CHECK(text_at(first, "/properties/Media/files/0/type") == "file");
  CHECK(text_at(first, "/properties/Media/files/1/external/url") == "https://x.example/b");
  const auto link = text_at(first, "/properties/Media/files/0/file/url");
  bench.time += std::chrono::hours(2);
  const auto back = [&](const std::string& url) {
    return R"({"properties": {"Media": {"files": [{"name": "c.txt", "type": "file", "file": {"url": ")" +
           url + R"("}}]}}})";
  };
  const auto kept = bench.ok("PATCH", "/v1/pages/" + row, back(link));
  CHECK(text_at(kept, "/properties/Media/files/0/name") == "c.txt");
  auto reply = follow(bench, text_at(kept, "/properties/Media/files/0/file/url"));
  CHECK(read_all(reply) == "kept");
  CHECK(bench.fail("PATCH", "/v1/pages/" + row, back(link + "0")).contains("file.url"));
}

}  // namespace storyreel::workspace
