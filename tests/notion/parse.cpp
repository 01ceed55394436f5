#include "notion/parse.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "notion/property.hpp"

using namespace storyreel;
using namespace storyreel::notion;

namespace {

const std::string kHead =
    R"({"object":"page","id":"aa-1","created_time":"2026-11-21T08:00:00.000Z",)"
    R"("last_edited_time":"2026-11-21T08:01:00.000Z","created_by":{"object":"user","id":"u1"},)"
    R"("last_edited_by":{"id":"u2"},"parent":{"type":"data_source_id","data_source_id":"ds",)"
    R"("database_id":"db"},"url":"https://app.notion.com/p/aa","new_field":{"x":[1,2]},)";

std::string page(const std::string& properties, const std::string& more = "\"in_trash\":false") {
  return kHead + more + R"(,"properties":{)" + properties + "}}";
}

Property property(const std::string& json) {
  return parse_page(page(json)).properties.at("P");
}

std::string message(const std::string& json) {
  try {
    parse_page(json);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("notion::parse_page reads what is known and skips the rest") {
  const auto one = parse_page(page(""));
  CHECK(one.id == "aa-1");
  CHECK(one.parent_id == "ds");
  CHECK(one.created_by == "u1");
  CHECK(one.last_edited_by == "u2");
  CHECK_FALSE(one.in_trash);
  CHECK(parse_page(page("", R"("archived":true)")).in_trash);
}

TEST_CASE("notion::parse_page gives properties as canonical text") {
  struct Case {
    const char* json;
    const char* text;
  };
  const Case cases[]{
      {R"("P":{"id":"t","type":"title","title":[{"type":"text","plain_text":"a"},{"plain_text":"b"}]})",
       "ab"},
      {R"("P":{"id":"n","type":"number","number":12})", "12"},
      {R"("P":{"id":"n","type":"number","number":0.5})", "0.5"},
      {R"("P":{"id":"n","type":"number","number":null})", ""},
      {R"("P":{"id":"s","type":"select","select":{"id":"o","name":"New","color":"red"}})", "New"},
      {R"("P":{"id":"s","type":"select","select":null})", ""},
      {R"("P":{"id":"m","type":"multi_select","multi_select":[{"name":"a"},{"name":"b"}]})",
       "a\nb"},
      {R"("P":{"id":"c","type":"checkbox","checkbox":true})", "true"},
      {R"("P":{"id":"u","type":"url","url":"http://x"})", "http://x"},
      {R"("P":{"id":"d","type":"date","date":{"start":"2026-01-02","end":null}})", "2026-01-02"},
      {R"("P":{"id":"f","type":"files","files":[{"name":"x","type":"external","external":{"url":"http://f"}},{"name":"y","type":"file","file":{"url":"signed"}}]})",
       "http://f\ny"},
      {R"("P":{"id":"z","type":"hologram","hologram":{"a":1}})", ""},
  };
  for (const auto& one : cases) CHECK(property(one.json).text == one.text);
}

TEST_CASE("notion::parse_page marks text that Notion cut") {
  std::string mentions;
  for (int i = 0; i < 25; ++i) {
    mentions += std::string(i > 0 ? "," : "") + R"({"type":"mention","plain_text":"@x"})";
  }
  CHECK(property(R"("P":{"id":"r","type":"rich_text","rich_text":[)" + mentions + "]}").truncated);
}

TEST_CASE("notion::parse_page names what is malformed") {
  CHECK(message("[]").find("not a JSON object") != std::string::npos);
  CHECK(message("{\"object\":").find("not a JSON object") != std::string::npos);
  CHECK(message(R"({"object":"list"})").find("\"object\"") != std::string::npos);
  CHECK(message(R"({"object":"page","id":"../x"})").find("\"id\" is not an id") !=
        std::string::npos);
  CHECK(message(page(R"("P":{"id":"n","type":"number","number":"x"})")).find("\"number\"") !=
        std::string::npos);
  CHECK(message(std::string(100'000, '[')).find("not a JSON object") != std::string::npos);
}

TEST_CASE("notion::parse_pages reads cursors and caps") {
  const auto list = parse_pages(R"({"object":"list","results":[],"has_more":true,"next_cursor":"c",
    "request_status":{"type":"incomplete","incomplete_reason":"query_result_limit_reached"}})");
  CHECK(list.has_more);
  CHECK(list.next_cursor == "c");
  CHECK(list.incomplete);
  CHECK_THROWS_AS(parse_pages(R"({"object":"list","results":[],"has_more":true})"), Error);
}

TEST_CASE("notion::parse_failure takes anything") {
  const auto failure = parse_failure(
      R"({"object":"error","status":503,"code":"service_unavailable","message":"saved",)"
      R"("committed_resource_id":"id-1","request_id":"r"})");
  CHECK(failure.code == "service_unavailable");
  CHECK(failure.committed_id == "id-1");
  CHECK(parse_failure("<html>502</html>").code.empty());
  CHECK(parse_failure("").code.empty());
}

TEST_CASE("notion::parse_view reads whole and partial views") {
  const auto bare =
      parse_view(R"({"object":"view","id":"v1","parent":{"type":"database_id","database_id":"d"},)"
                 R"("type":"dashboard"})");
  CHECK(bare.id == "v1");
  CHECK(bare.name.empty());
  CHECK_FALSE(bare.arranged);
  const auto whole = [](const std::string& more) {
    return parse_view(R"({"object":"view","id":"v","name":"N","type":"table","data_source_id":"s",)"
                      R"("created_by":{"id":"u1"},"last_edited_by":null,)" +
                      more + "}");
  };
  const auto plain = whole(R"("filter":null,"sorts":[],"quick_filters":{},"new":1)");
  CHECK(plain.source_id == "s");
  CHECK(plain.created_by == "u1");
  CHECK(plain.last_edited_by.empty());
  CHECK_FALSE(plain.arranged);
  CHECK(whole(R"("sorts":[{"property":"p","direction":"ascending"}])").arranged);
  CHECK(whole(R"("filter":{"property":"p"})").arranged);
  CHECK(whole(R"("quick_filters":{"p":{}})").arranged);
}

TEST_CASE("notion::parse_page knows a cover by what of its address stays") {
  const auto cover = [](const std::string& json) {
    return parse_page(page("", R"("cover":)" + json)).properties.at(std::string(kCover)).text;
  };
  CHECK(cover("null") == "");
  CHECK(cover(R"({"type":"external","external":{"url":"http://h/a.jpg?x=1"}})") ==
        "http://h/a.jpg?x=1");
  const std::string kept = R"({"type":"file","file":{"expiry_time":"2026-11-21T09:00:00.000Z",)";
  CHECK(cover(kept + R"("url":"https://files/ws/id/a.jpg?X-Amz-Signature=1&x=/b"}})") == "a.jpg");
}

TEST_CASE("notion::parse_blocks says what a video shows") {
  const auto file = [](const std::string& video) {
    const auto block = R"({"object":"block","id":"b1","type":"video","has_children":false,)"
                       R"("created_time":"2026-11-21T08:00:00.000Z","video":)" +
                       video + "}";
    return parse_block(block).file;
  };
  CHECK(file(R"({"type":"file","file":{"url":"https://f/film.mp4?sig=1"},"caption":[]})") ==
        "film.mp4");
  CHECK(file(R"({"type":"external","external":{"url":"https://youtu.be/x"}})") ==
        "https://youtu.be/x");
}

TEST_CASE("notion::parse_user reads how large files may be, where Notion says it") {
  const auto most = [](const std::string& bot) {
    return parse_user(R"({"object":"user","id":"u1","type":"bot","bot":)" + bot + "}").most_upload;
  };
  CHECK(most(R"({"workspace_limits":{"max_file_upload_size_in_bytes":5242880}})") == 5'242'880);
  for (const auto* unknown : {"{}", R"({"workspace_limits":null})",
                              R"({"workspace_limits":{"max_file_upload_size_in_bytes":"much"}})",
                              R"({"workspace_limits":{"max_file_upload_size_in_bytes":-1}})"}) {
    CAPTURE(unknown);
    CHECK_FALSE(most(unknown));
  }
}

TEST_CASE("notion::parse_file_upload wants an id") {
  const auto upload = parse_file_upload(R"({"object":"file_upload","id":"f1","status":"pending"})");
  CHECK(upload.id == "f1");
  CHECK(upload.status == "pending");
  CHECK_THROWS_AS(parse_file_upload(R"({"object":"file_upload"})"), Error);
  CHECK_THROWS_AS(parse_file_upload(R"({"object":"page","id":"f1"})"), Error);
}
