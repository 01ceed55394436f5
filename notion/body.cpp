#include "notion/body.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "daemon/runtime/utf8.hpp"

namespace storyreel::notion {
namespace {

constexpr int kMaxDepth = 6;
constexpr std::size_t kMostHeading = 200;

/// What a block of a type has to do with the script; a type that is not here has nothing.
struct Kind {
  std::string_view type;
  bool text = false;
  bool heading = false;
};

constexpr std::array kKinds{
    Kind{"paragraph", true},
    Kind{"heading_1", true, true},
    Kind{"heading_2", true, true},
    Kind{"heading_3", true, true},
    Kind{"heading_4", true, true},
    Kind{"bulleted_list_item", true},
    Kind{"numbered_list_item", true},
    Kind{"quote", true},
    Kind{"callout", true},
    Kind{"to_do", true},
    Kind{"toggle", true},
    Kind{"column_list"},
    Kind{"column"},
    Kind{"synced_block"},
};

void add_paragraph(std::string& body, const std::string& text) {
  const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (!blank) body += (body.empty() ? "" : "\n\n") + text;
}

/// As scripts have headings: one line behind a sign. A blank one is none.
std::string heading(const std::string& text) {
  const auto line = one_line(text, kMostHeading);
  return line.find_first_not_of(' ') == std::string::npos ? "" : "# " + line;
}

Task<Body> read_blocks(Client& client, std::string id, Priority priority, int depth) {
  Body body;
  for (const auto& block : co_await client.children(id, priority, false)) {
    // A list leaves out blocks that were deleted; these went with their page.
    body.trashed = body.trashed || block.in_trash;
    if (block.in_trash) continue;
    if (block.type == "child_database") body.databases.push_back(block.id);
    if (block.type == "video") body.films.push_back(block.id);
    const auto* const kind = std::ranges::find(kKinds, block.type, &Kind::type);
    if (kind == kKinds.end()) continue;
    if (kind->text) {
      add_paragraph(body.script, kind->heading ? heading(block.text) : block.text);
      body.blocks.push_back(block.id);
    }
    if (!block.has_children || depth == kMaxDepth) continue;
    auto inner = co_await read_blocks(client, block.id, priority, depth + 1);
    add_paragraph(body.script, inner.script);
    std::ranges::move(inner.blocks, std::back_inserter(body.blocks));
    std::ranges::move(inner.databases, std::back_inserter(body.databases));
    std::ranges::move(inner.films, std::back_inserter(body.films));
  }
  co_return body;
}

}  // namespace

Task<Body> read_body(Client& client, std::string page_id, Priority priority) {
  co_return co_await read_blocks(client, std::move(page_id), priority, 1);
}

}  // namespace storyreel::notion
