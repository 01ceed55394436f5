#include "notion/workspace/page_markdown.hpp"

#include <algorithm>
#include <set>

#include "notion/workspace/markdown_edit.hpp"
#include "notion/workspace/markdown_tree.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

using Blocks = std::span<const MarkdownBlock>;

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : "\n") + part;
  return text;
}

json::object show_markdown(Call& call, const Node& node) {
  const auto tree = load_markdown(call, node);
  json::array unknown;
  for (const auto& id : tree.unknown) unknown.emplace_back(id);
  return {{"object", "page_markdown"},
          {"id", node.id},
          {"markdown", joined(write_blocks(tree.blocks, call.base_url))},
          {"truncated", tree.truncated},
          {"unknown_block_ids", std::move(unknown)}};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the page
void collect_ids(Blocks blocks, std::set<std::string>& ids) {
  for (const auto& block : blocks) {
    if (!block.id.empty()) ids.insert(block.id);
    collect_ids(block.children, ids);
  }
}

/// Throws when pages or databases in `removed` are not among what is kept.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the page
void check_kept(Blocks removed, const std::set<std::string>& kept) {
  for (const auto& block : removed) {
    if (block.type.starts_with("child_") && !kept.contains(block.id))
      invalid("This would delete the " + block.type.substr(6) + " \"" +
              text_of(block.content, "title") + "\" (" + block.id +
              "). Keep its tag in the markdown, or set allow_deleting_content to true.");
    check_kept(block.children, kept);
  }
}

/// Changes what `page` holds from `old` to `text`; blocks before and after the change stay.
void replace(Call& call, const Node& page, const std::vector<MarkdownBlock>& old,
             const MarkdownEdit& edit) {
  const auto fresh = read_blocks(edit.text);
  const auto before = write_blocks(old, call.base_url);
  const auto after = write_blocks(fresh, call.base_url);
  const auto most = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < most && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < most - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  const auto removed = Blocks(old).subspan(head, old.size() - head - tail);
  const std::vector<MarkdownBlock> added(fresh.begin() + static_cast<std::ptrdiff_t>(head),
                                         fresh.end() - static_cast<std::ptrdiff_t>(tail));
  std::set<std::string> there;
  std::set<std::string> kept;
  collect_ids(removed, there);
  collect_ids(added, kept);
  if (!edit.allow_deleting_content) check_kept(removed, kept);
  for (const auto& block : removed) {
    auto node = *call.store.find(block.id);
    node.trashed = true;
    call.store.update(node);
  }
  const auto place = head == 0 ? 0 : call.store.find(old[head - 1].id)->position;
  call.store.make_room(page.id, place, static_cast<std::int64_t>(added.size()));
  insert_markdown(call, page.id, place + 1, added, there);
}

}  // namespace

void write_markdown(Call& call, Node& page, std::string_view markdown) {
  auto blocks = read_blocks(markdown);
  auto& values = page.body["properties"].as_object();
  if (!blocks.empty() && blocks.front().type == "heading_1" && !values.contains("title")) {
    values["title"] = read_rich_text(call, blocks.front().content.at("rich_text"), "body.markdown");
    page.title = plain_text(values["title"]);
    call.store.update(page);
    blocks.erase(blocks.begin());
  }
  insert_markdown(call, page.id, 1, blocks, {});
}

json::object retrieve_markdown(Call& call) {
  const auto node = get_block(call, call.id());
  if (node.kind == Kind::database) not_found("page", node.id);
  return show_markdown(call, node);
}

json::object update_markdown(Call& call) {
  auto page = get(call, call.id(), Kind::page);
  check_writable(call, page);
  const auto tree = load_markdown(call, page);
  if (tree.truncated) invalid("This page has too many blocks to be written as markdown.");
  const auto edit = edit_markdown(call.body, joined(write_blocks(tree.blocks, call.base_url)));
  replace(call, page, tree.blocks, edit);
  touch(call, page);
  return show_markdown(call, page);
}

/// Everything is answered at once, so that there are no tasks.
json::object retrieve_async_task(Call& call) {
  not_found("async task", call.id());
}

}  // namespace storyreel::workspace
