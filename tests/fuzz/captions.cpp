// libFuzzer over the reading of captions, which come from whoever made a video. The first byte
// chooses the format.
#include "pipeline/sources/captions.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "daemon/runtime/utf8.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::pipeline {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSeeds{
    "vWEBVTT\n\n00:00.160 --> 00:03.429 align:start\n \nthe<00:00.960><c> lamp</c>\n\n"
    "00:03.429 --> 00:03.439\nthe lamp\n\n00:03.439 --> 00:05.749\nthe lamp\nis &amp; was\n"sv,
    "v1:00:00.000 --> 01:00:01.000\n<v Anna>{\\an8}x</v> [y] <z"sv,
    "j{\"events\":[{\"tStartMs\":1,\"dDurationMs\":2,\"segs\":[{\"utf8\":\"a\\nb\"},{\"utf8\":\" "
    "c\",\"tOffsetMs\":3}]}]}"sv,
};

[[noreturn]] void fail(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

void try_input(std::string_view input) {
  if (input.empty()) return;
  const auto file = input.substr(1);
  const auto cues = input[0] == 'j' ? read_json3(std::string(file)) : read_vtt(file);
  std::size_t lines = 0;
  for (const auto& cue : cues) {
    if (cue.lines.empty()) fail("a cue without a line");
    lines += cue.lines.size();
  }
  const auto once = lines_once(cues);
  if (once.size() > lines) fail("more lines than were shown");
  for (const auto& line : once)
    if (!is_utf8(text_of(line)) && is_utf8(file)) fail("a letter was cut in two");
}

}  // namespace
}  // namespace storyreel::pipeline

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::pipeline::kSeeds,
                         {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::pipeline::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
