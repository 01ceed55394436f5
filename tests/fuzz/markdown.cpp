// libFuzzer over the reader of markdown. An input is a document. What was read and written is read
// as the same document: an editor that saves what it loaded changes nothing.
#include "notion/workspace/markdown.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "daemon/runtime/utf8.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kBase = "http://127.0.0.1:1";

constexpr std::array kSeeds{
    "# a\n## b {toggle=\"true\" color=\"blue_bg\"}\n\tc\n### d\n#### e\n---\n> f\n",
    "- a\n\t1. b\n\t\t- [x] c\n- [ ] d {color=\"red\"}\n",
    "**a *b* ~~c~~** `d` $e$ [f](https://x.y) <span underline=\"true\" color=\"red\">g</span><br>h",
    "```c++\na\n\tb\n```\n$$\nc\n$$\n$$d$$\n",
    "| a | b |\n|---|:-:|\n| 1 | \\| |\n",
    "<table header-row=\"true\">\n\t<tr>\n\t\t<td>a</td>\n\t</tr>\n</table>\n",
    "<details color=\"red\">\n<summary>a</summary>\n\tb\n</details>\n",
    "<callout icon=\"💡\" color=\"blue_bg\">\n\ta\n\tb\n</callout>\n",
    "<columns>\n\t<column>\n\t\ta\n\t</column>\n\t<column>\n\t</column>\n</columns>\n",
    "<synced_block url=\"http://127.0.0.1:1/p/0123456789abcdef0123456789abcdef\">\n\ta\n"
    "</synced_block>\n<synced_block_reference url=\"#0123456789abcdef0123456789abcdef\">\n"
    "</synced_block_reference>\n",
    "<page url=\"/p/0123456789abcdef0123456789abcdef\">a</page>\n<table_of_contents/>\n"
    "<unknown url=\"/p/0123456789abcdef0123456789abcdef\" alt=\"embed\"/>\n<empty-block/>\n",
    "![a](https://x.y/a.png)\n<video src=\"https://x.y\">b</video>\n<pdf src=\"c\"></pdf>\n",
    "<mention-user url=\"user://0123456789abcdef0123456789abcdef\">a</mention-user>"
    "<mention-date start=\"2026-11-21\" end=\"2026-11-22\"/>",
};

std::string written(const std::vector<MarkdownBlock>& blocks) {
  std::string text;
  for (const auto& part : write_blocks(blocks, kBase)) text += part + "\n";
  return text;
}

void try_input(std::string_view input) {
  // The API takes well-formed text only.
  const auto once = written(read_blocks(to_utf8(input)));
  const auto twice = written(read_blocks(once));
  if (once == twice && is_utf8(once)) return;
  std::cerr << "once:\n" << once << "twice:\n" << twice << std::endl;
  std::abort();
}

}  // namespace
}  // namespace storyreel::workspace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::workspace::kSeeds,
                         {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::workspace::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
