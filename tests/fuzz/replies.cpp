// libFuzzer over the reading of what Notion, and yt-dlp for a site, reply. The first byte chooses
// what it is taken for.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"
#include "notion/parse.hpp"
#include "notion/value.hpp"
#include "pipeline/sources/video_info.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSeeds{
    R"(p{"object":"page","id":"1","created_time":"2026-11-21T08:30:00.000Z","created_by":{"id":"u"},"last_edited_time":"2026-11-21T08:30:00.000Z","last_edited_by":{"id":"u"},"in_trash":false,"parent":{"type":"data_source_id","data_source_id":"s"},"url":"https://n","cover":{"type":"file","file":{"url":"https://f/a.jpg?x=1","expiry_time":"t"}},"properties":{"T":{"id":"t","type":"title","title":[{"plain_text":"a"}]},"N":{"id":"n","type":"number","number":1.5},"S":{"id":"s","type":"select","select":{"id":"o","name":"New"}},"M":{"id":"m","type":"multi_select","multi_select":[{"id":"o","name":"x"}]},"F":{"id":"f","type":"files","files":[{"name":"a.jpg","type":"file","file":{"url":"https://f/a.jpg"}},{"name":"b","external":{"url":"https://e"}}]},"D":{"id":"d","type":"date","date":{"start":"2026-11-21"}}}})"sv,
    R"(l{"object":"list","results":[],"has_more":true,"next_cursor":"c","request_status":{"type":"incomplete"}})"sv,
    R"(b{"object":"list","results":[{"object":"block","id":"1","type":"heading_2","created_time":"2026-11-21T08:30:00.000Z","created_by":{"id":"u"},"has_children":true,"in_trash":false,"heading_2":{"rich_text":[{"plain_text":"a"}]}}],"has_more":false})"sv,
    R"(d{"object":"database","id":"1","title":[{"plain_text":"a"}],"url":"u","parent":{"type":"page_id","page_id":"p"},"in_trash":false,"data_sources":[{"id":"s","name":"n"}]})"sv,
    R"(s{"object":"data_source","id":"1","parent":{"database_id":"d"},"in_trash":false,"properties":{"S":{"id":"s","name":"S","type":"select","select":{"options":[{"id":"o","name":"New"}]}}}})"sv,
    R"(v{"object":"view","id":"1","name":"Board","type":"board","data_source_id":"s","filter":{},"sorts":[]})"sv,
    R"(u{"object":"user","id":"1","name":"n","bot":{"workspace_limits":{"max_file_upload_size_in_bytes":5242880}}})"sv,
    R"(f{"object":"file_upload","id":"1","status":"uploaded"})"sv,
    R"(e{"object":"error","status":429,"code":"rate_limited","message":"m","additional_data":{"rate_limit_reason":"r"}})"sv,
    R"(i{"id":"abcdefghijk","title":"T","channel":"C","duration":12,"view_count":3,"upload_date":"20260102","is_live":false,"subtitles":{"en":[{"ext":"vtt","url":"u"}]},"chapters":[{"title":"a","start_time":0}]})"sv,
};

[[noreturn]] void fail(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

void check_page(const notion::Page& page) {
  for (const auto& [name, property] : page.properties)
    if (property.type == "number" && !property.text.empty() && !notion::to_number(property.text))
      fail("a number that does not read back");
}

void read_as(char kind, const std::string& json) {
  switch (kind) {
    case 'p':
      return check_page(notion::parse_page(json));
    case 'l':
      for (const auto& page : notion::parse_pages(json).results) check_page(page);
      return;
    case 'b':
      notion::parse_blocks(json);
      return;
    case 'd':
      notion::parse_database(json);
      return;
    case 's':
      notion::parse_source(json);
      return;
    case 'v':
      notion::parse_view(json);
      notion::parse_views(json);
      return;
    case 'u':
      notion::parse_user(json);
      return;
    case 'f':
      notion::parse_file_upload(json);
      return;
    case 'e':
      notion::parse_failure(json);
      return;
    default:
      if (const auto info = pipeline::read_video_info(json); info && !is_utf8(info->title))
        fail("a title that is no text");
  }
}

void try_input(std::string_view input) {
  if (input.empty()) return;
  try {
    read_as(input[0], std::string(input.substr(1)));
  } catch (const Error& error) {
    if (input[0] == 'e' || input[0] == 'i') fail(error.what());
  }
}

}  // namespace
}  // namespace storyreel

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::kSeeds, {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
