// libFuzzer over the splitting of sentences into subtitles. The first byte chooses a language, the
// second a length; the rest is the text.
#include "pipeline/render/cues.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "daemon/runtime/utf8.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::render {
namespace {

using namespace std::string_view_literals;

constexpr std::array kLanguages{"en", "ja", "zh", "th", "ar", "de", "", "x-none"};
constexpr std::array kSeeds{
    "\0\x20The keepers lit the lamp at dusk, and nobody asked why; the ships went by all night."sv,
    "\x01\x10灯台守は毎晩船を数えた。誰も知らなかった。"sv,
    "\x03\x08ผู้ดูแลประภาคารนับเรือทุกคืน"sv,
    "\x04\x40كان الحراس يعدون السفن كل ليلة"sv,
    "\0\x01"
    "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenverordnung\n\n- a"sv,
};

[[noreturn]] void fail(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

void check(const std::vector<Cue>& cues, std::int64_t end) {
  std::int64_t at = 0;
  for (const auto& cue : cues) {
    if (cue.start < at || cue.end < cue.start || cue.end > end) fail("cues out of order or time");
    if (!is_utf8(cue.text)) fail("a letter was cut in two");
    if (std::ranges::count(cue.text, '\n') > 1) fail("more than two lines");
    at = cue.end;
  }
}

void try_input(std::string_view input) {
  if (input.size() < 2 || !is_utf8(input.substr(2))) return;
  const auto language = kLanguages[static_cast<std::uint8_t>(input[0]) % kLanguages.size()];
  const auto end = std::int64_t{static_cast<std::uint8_t>(input[1])} * kSampleRate / 4;
  check(split_cues(input.substr(2), language, 0, end), end);
}

}  // namespace
}  // namespace storyreel::render

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::render::kSeeds, {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::render::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
