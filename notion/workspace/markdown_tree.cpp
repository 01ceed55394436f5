#include "notion/workspace/markdown_tree.hpp"

#include <algorithm>
#include <array>

#include "notion/workspace/blocks.hpp"
#include "notion/workspace/file_links.hpp"
#include "notion/workspace/languages.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kMostBlocks = 20'000;
constexpr std::string_view kPath = "body.markdown";

/// What people call languages, by the names that code blocks know them by.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kAliases{
    {{"js", "javascript"},
     {"ts", "typescript"},
     {"py", "python"},
     {"sh", "shell"},
     {"zsh", "shell"},
     {"yml", "yaml"},
     {"rb", "ruby"},
     {"rs", "rust"},
     {"md", "markdown"},
     {"cpp", "c++"},
     {"cs", "c#"},
     {"golang", "go"}}};

std::string language_of(const std::string& word) {
  if (std::ranges::find(kLanguages, word) != kLanguages.end()) return word;
  for (const auto& [alias, name] : kAliases)
    if (alias == word) return std::string(name);
  return "plain text";
}

class Loader {
 public:
  explicit Loader(Call& call) : call_(call) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  void add(std::vector<MarkdownBlock>& blocks, const Node& node) {
    if (++count_ > kMostBlocks) tree.truncated = true;
    if (tree.truncated || node.kind == Kind::data_source) return;
    if (node.kind != Kind::block && !call_.store.visible(node.id, call_.user)) return;
    MarkdownBlock block{.type = "child_" + std::string(name_of(node.kind)),
                        .content = {{"title", node.title}},
                        .id = node.id};
    if (node.kind == Kind::block) fill(block, node);
    blocks.push_back(std::move(block));
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  void add_children(std::vector<MarkdownBlock>& blocks, const std::string& parent) {
    for (const auto& child : call_.store.children(parent)) add(blocks, child);
  }

  MarkdownTree tree;

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the page
  void fill(MarkdownBlock& block, const Node& node) {
    block.type = text_of(node.body, "type");
    auto shown = node.body;
    show_files(call_, shown);
    block.content = std::move(shown.at(block.type).as_object());
    if (has_markdown(block.type))
      add_children(block.children, node.id);
    else
      tree.unknown.push_back(node.id);
  }

  Call& call_;
  std::size_t count_ = 0;
};

/// A paragraph that mentions the page or database that a block refers to.
MarkdownBlock mention_of(const MarkdownBlock& block) {
  const auto kind = block.type == "child_database" ? "database" : "page";
  return {
      "paragraph",
      {{"rich_text", json::array{{{"type", "mention"},
                                  {"mention", {{"type", kind}, {kind, {{"id", block.id}}}}}}}}}};
}

class Inserter {
 public:
  Inserter(Call& call, const std::set<std::string>& movable) : call_(call), movable_(movable) {}

  // NOLINTNEXTLINE(misc-no-recursion): as deep as the markdown
  void insert(const std::string& parent, std::int64_t position,
              const std::vector<MarkdownBlock>& blocks) {
    for (const auto& block : blocks) {
      const bool reference = block.type.starts_with("child_") || !has_markdown(block.type);
      if (!reference)
        add(parent, position, block);
      else if (movable_.contains(block.id))
        move(parent, position, block.id);
      else if (block.type.starts_with("child_"))
        add(parent, position, mention_of(block));
      else
        invalid("The markdown refers to a block that is not in this page: " + block.id + ".");
      ++position;
    }
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): as deep as the markdown
  void add(const std::string& parent, std::int64_t position, const MarkdownBlock& block) {
    if (++count_ > kMostBlocks) invalid("The markdown has more than 20,000 blocks.");
    auto content = block.content;
    if (block.type == "code") content["language"] = language_of(text_of(content, "language"));
    auto node = make(call_, Kind::block, parent, position);
    node.body = {{"type", block.type},
                 {block.type, read_block(call_, block.type, content, nullptr, kPath)}};
    call_.store.insert(node);
    insert(node.id, 1, block.children);
  }

  void move(const std::string& parent, std::int64_t position, const std::string& id) {
    auto node = *call_.store.find(id);
    node.parent = parent;
    node.position = position;
    node.trashed = false;
    call_.store.update(node);
  }

  Call& call_;
  const std::set<std::string>& movable_;
  std::size_t count_ = 0;
};

}  // namespace

MarkdownTree load_markdown(Call& call, const Node& node) {
  Loader loader(call);
  if (node.kind == Kind::page)
    loader.add_children(loader.tree.blocks, node.id);
  else
    loader.add(loader.tree.blocks, node);
  return std::move(loader.tree);
}

void insert_markdown(Call& call, const std::string& parent, std::int64_t position,
                     const std::vector<MarkdownBlock>& blocks,
                     const std::set<std::string>& movable) {
  Inserter(call, movable).insert(parent, position, blocks);
}

}  // namespace storyreel::workspace
