#include "notion/workspace/markdown.hpp"

#include <random>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/notion/workspace/bench.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kBase = "http://127.0.0.1:1";

std::string written(const std::vector<MarkdownBlock>& blocks) {
  std::string text;
  for (const auto& part : write_blocks(blocks, kBase)) text += part + "\n";
  return text;
}

std::string again(std::string_view markdown) {
  return written(read_blocks(markdown));
}

/// Documents by chance, of every kind of block, nested, with hostile text.
class Author {
 public:
  explicit Author(unsigned seed, bool tame = false) : tame_(tame), random_(seed) {}

  std::vector<MarkdownBlock> blocks(int depth) {
    std::vector<MarkdownBlock> made;
    for (int i = pick(4) + 1; i > 0; --i) made.push_back(block(depth));
    return made;
  }

 private:
  int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  std::string text() {
    constexpr auto kPieces = std::to_array<std::string_view>(
        {"word", " ",  "*", "**",  "_",     "`",   "~~",  "[",    "](", ")",
         "<",    ">",  "{", "\"}", "|",     "$",   "\\",  "#",    "- ", "1. ",
         "\n",   "![", "é", "🎬",  "&amp;", "---", "```", "<br>", "\t", "!"});
    std::string text;
    for (int i = pick(5) + 1; i > 0; --i)
      text += kPieces[static_cast<std::size_t>(pick(static_cast<int>(kPieces.size())))];
    if (!tame_) return text;
    std::erase_if(text, [](char c) { return c == '\n' || c == '\t'; });
    return "w" + text + "w";
  }

  json::array runs() {
    json::array runs;
    bool code = false;
    for (int i = pick(4); i > 0; --i) {
      const auto content = text();
      // Runs of code that look alike are one run.
      code = !code && pick(4) == 1;
      json::object looks{{"bold", pick(2) == 1},
                         {"italic", pick(2) == 1},
                         {"strikethrough", pick(4) == 1},
                         {"underline", pick(4) == 1},
                         {"code", code},
                         {"color", pick(4) == 1 ? "red_background" : "default"}};
      json::object run{{"type", "text"}, {"plain_text", content}, {"annotations", looks}};
      if (pick(4) == 1) run["href"] = "https://x.example/a(b)?c=1&d";
      runs.emplace_back(std::move(run));
    }
    return runs;
  }

  MarkdownBlock block(int depth) {
    constexpr auto kTypes = std::to_array<std::string_view>(
        {"paragraph", "heading_1", "heading_3", "bulleted_list_item", "numbered_list_item", "to_do",
         "quote", "toggle", "callout", "code", "divider", "equation", "image", "table",
         "column_list"});
    const auto type = kTypes[static_cast<std::size_t>(pick(static_cast<int>(kTypes.size())))];
    MarkdownBlock made{.type = std::string(type)};
    if (type == "divider") return made;
    if (type == "equation") return made.content["expression"] = "a^2 + \\frac{1}{2}", made;
    if (type == "image") return picture(std::move(made));
    if (type == "table") return table(std::move(made));
    if (type == "column_list") return columns(std::move(made), depth);
    made.content["rich_text"] = type == "code" ? json::array{{{"plain_text", text()}}} : runs();
    if (type == "code") return made.content["language"] = "c++", made;
    if (pick(3) == 1) made.content["color"] = "blue";
    if (type == "to_do") made.content["checked"] = pick(2) == 1;
    if (type == "callout") made.content["icon"] = json::object{{"emoji", "💡"}};
    if (!type.starts_with("heading") && depth < 3 && pick(3) == 1)
      made.children = blocks(depth + 1);
    return made;
  }

  MarkdownBlock picture(MarkdownBlock made) {
    made.content["external"] = json::object{{"url", "https://x.example/a b.png"}};
    made.content["caption"] = runs();
    return made;
  }

  MarkdownBlock table(MarkdownBlock made) {
    made.content["has_column_header"] = true;
    for (int row = 0; row < 2; ++row)
      made.children.push_back({"table_row", {{"cells", json::array{runs(), runs()}}}});
    return made;
  }

  MarkdownBlock columns(MarkdownBlock made, int depth) {
    for (int column = 0; column < 2; ++column)
      made.children.push_back({"column", {}, depth < 3 ? blocks(depth + 1) : blocks(9)});
    if (depth >= 3) made = {"divider"};
    return made;
  }

  bool tame_;
  std::mt19937 random_;
};

/// What a document says: types, texts and the tree they make.
std::string said(const std::vector<MarkdownBlock>& blocks) {
  std::string all;
  for (const auto& block : blocks) {
    all += block.type + "(";
    const auto* text = block.content.if_contains("rich_text");
    if (text)
      for (const auto& run : text->as_array()) all += run.at("plain_text").as_string();
    all += said(block.children) + ")";
  }
  return all;
}

}  // namespace

TEST_CASE("workspace::write_blocks gives what read_blocks reads as the same document") {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const auto blocks = Author(seed).blocks(0);
    const auto once = written(blocks);
    INFO(seed << ":\n" << once);
    const auto back = read_blocks(once);
    REQUIRE(written(back) == once);
  }
}

TEST_CASE("workspace::read_blocks keeps words and tree of what was written") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const auto blocks = Author(seed, true).blocks(0);
    const auto text = written(blocks);
    INFO(seed << ":\n" << text);
    REQUIRE(said(read_blocks(text)) == said(blocks));
  }
}

TEST_CASE("workspace::read_blocks takes what people write") {
  CHECK(again("* a\n  * b\n    1) c\n") == "- a\n\t- b\n\t\t1. c\n");
  CHECK(again("##### five\r\n\r\ntext") == "#### five\ntext\n");
  CHECK(again("| a | b |\n|---|:-:|\n| 1 | \\| |\n") ==
        "<table header-row=\"true\">\n\t<tr>\n\t\t<td>a</td>\n\t\t<td>b</td>\n\t</tr>\n"
        "\t<tr>\n\t\t<td>1</td>\n\t\t<td>\\|</td>\n\t</tr>\n</table>\n");
  CHECK(again("2 * 3 * 4 costs $5 or $6, a_b_c") == "2 \\* 3 \\* 4 costs \\$5 or \\$6, a_b_c\n");
  CHECK(again("<details>\n<summary>T</summary>\n\tinside\n</details>") ==
        "<details>\n<summary>T</summary>\n\tinside\n</details>\n");
  CHECK(again("```\nopen") == "```\nopen\n```\n");
}

TEST_CASE("workspace::read_blocks takes no sign of an equation for what one holds") {
  for (const auto* text : {"$$$$$$\n", "$$a$$b$$\n", "$$a$$\n", "$$$a$$\n"}) {
    CAPTURE(text);
    CHECK(again(again(text)) == again(text));
  }
}

TEST_CASE("workspace::read_blocks takes every way to end a line") {
  CHECK(again("a\r\nb\rc\nd") == again("a\nb\nc\nd"));
  CHECK(again("*\r\r") == again("*\n\n"));
}

TEST_CASE("workspace::read_blocks comes to an end where an equation holds that of a link") {
  CHECK(again("[$a](b)c$ [d](e") == "$a](b)c$ \\[d\\](e\n");
}

TEST_CASE("workspace::read_blocks takes a column that stands alone for what is in it") {
  CHECK(again("<column>\n\ta\n</column>") == "a\n");
  CHECK(again("- a\n\t<column>\n\t\tb\n\t</column>") == "- a\n\tb\n");
  CHECK(again("<columns>\n\t<column>\n\t\ta\n\t</column>\n</columns>") ==
        "<columns>\n\t<column>\n\t\ta\n\t</column>\n</columns>\n");
}

TEST_CASE("workspace::read_blocks takes no unknown block for a known one") {
  const std::string id = "01234567-89ab-cdef-0123-456789abcdef";
  const auto read = [&](const std::string& alt) {
    return read_blocks("<unknown url=\"/p/" + id + "\" alt=\"" + alt + "\"/>").at(0);
  };
  CHECK(read("bookmark").type == "bookmark");
  CHECK(read("code").type == "unsupported");
  CHECK(read("child_page").type == "unsupported");
  CHECK(read("code").id == id);
}

TEST_CASE("workspace::read_blocks finds no attribute in the value of another") {
  const auto block = read_blocks("<callout icon=\"x color=\" color=\"blue_bg\">\n\ta\n</callout>");
  CHECK(block.at(0).content.at("icon").at("emoji") == "x color=");
  CHECK(block.at(0).content.at("color") == "blue_background");
}

TEST_CASE("workspace::write_inline writes runs of code that look alike as one") {
  const json::object code{{"code", true}};
  const json::array runs{{{"type", "text"}, {"plain_text", "a"}, {"annotations", code}},
                         {{"type", "text"}, {"plain_text", "b"}, {"annotations", code}}};
  CHECK(write_inline(runs, kBase) == "`ab`");
  CHECK(again("`a`**`b`") == "`ab`\n");
}

TEST_CASE("workspace::write_blocks keeps an icon from ending its tag") {
  const MarkdownBlock callout{.type = "callout", .content = {{"icon", {{"emoji", "💡\">\nx"}}}}};
  CHECK(written({callout}).starts_with("<callout>\n"));
}

TEST_CASE("workspace::read_blocks bears hostile text") {
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "<details>\n";
  CHECK(!read_blocks(deep).empty());
  std::string steps;
  for (int i = 0; i < 1000; ++i) steps += std::string(static_cast<std::size_t>(i), '\t') + "- x\n";
  CHECK(!read_blocks(steps).empty());
  for (const auto* each :
       {"<", "[", "](", "![](", "`", "$$", "|", "<td", "<mention-page url=\"", "\\"})
    CHECK(!read_blocks(each).empty());
  read_inline(std::string(100'000, '['));
  read_inline(std::string(100'000, '*'));
  read_inline(std::string(100'000, '`') + "x");
}

TEST_CASE("workspace::update_markdown keeps pages that it is not told to delete") {
  Bench bench;
  const auto child = text_at(
      bench.ok("POST", "/v1/pages", R"({"parent": {"page_id": ")" + bench.studio + "\"}}"), "/id");
  const auto path = "/v1/pages/" + bench.studio + "/markdown";
  const auto shown = text_at(bench.ok("GET", path), "/markdown");
  CHECK(shown.starts_with("<page url=\""));
  const auto replace = [&](const std::string& text, const std::string& more = "") {
    json::object wanted{{"new_str", text}};
    if (!more.empty()) wanted["allow_deleting_content"] = true;
    return json::serialize(json::object{{"type", "replace_content"}, {"replace_content", wanted}});
  };
  CHECK(bench.fail("PATCH", path, replace("new")).contains("allow_deleting_content"));
  bench.ok("PATCH", path, replace("- list\n\t" + shown));
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + child), "/parent/type") == "block_id");
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + child), "/in_trash") == "false");
  bench.ok("PATCH", path, replace("new", "all"));
  CHECK(text_at(bench.ok("GET", "/v1/pages/" + child), "/in_trash") == "true");
}

TEST_CASE("workspace::update_markdown wants words that stand there once") {
  Bench bench;
  const auto path = "/v1/pages/" + bench.studio + "/markdown";
  bench.ok("PATCH", path,
           R"({"type": "replace_content", "replace_content": {"new_str": "one\none\ntwo"}})");
  const auto update = [](const std::string& words) {
    return R"({"type": "update_content", "update_content": {"content_updates": [)"
           R"({"old_str": ")" +
           words + R"(", "new_str": "x"}]}})";
  };
  CHECK(bench.fail("PATCH", path, update("one")).contains("more than once"));
  CHECK(bench.fail("PATCH", path, update("nine")).contains("does not have"));
  CHECK(bench.fail("PATCH", path, update("")).contains("non-empty"));
  CHECK(text_at(bench.ok("PATCH", path, update("two")), "/markdown") == "one\none\nx");
}

TEST_CASE("workspace::update_markdown does not let a page grow without end") {
  Bench bench;
  const auto path = "/v1/pages/" + bench.studio + "/markdown";
  bench.ok("PATCH", path,
           R"({"type": "replace_content", "replace_content": {"new_str": "aaaaaaaaaa"}})");
  std::string updates;
  for (int n = 0; n < 8; ++n)
    updates += (n == 0 ? "" : ", ") + (R"({"old_str": "a", "new_str": ")" + std::string(10, 'a') +
                                       R"(", "replace_all_matches": true})");
  const auto update =
      R"({"type": "update_content", "update_content": {"content_updates": [)" + updates + "]}}";
  CHECK(bench.fail("PATCH", path, update).contains("too long"));
}

}  // namespace storyreel::workspace
