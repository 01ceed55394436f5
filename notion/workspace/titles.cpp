#include "notion/workspace/titles.hpp"

#include <algorithm>

#include "notion/workspace/conditions.hpp"

namespace storyreel::workspace {

void Titles::put(const Stored& node) {
  const auto id = packed(node.id);
  const auto [found, added] =
      places_.try_emplace(id, free_.empty() ? entries_.size() : free_.back());
  if (added && free_.empty()) entries_.emplace_back();
  if (added && !free_.empty()) free_.pop_back();
  entries_[found->second] = {id,
                             node.parent.empty() ? Id() : packed(node.parent),
                             node.kind,
                             true,
                             node.trashed,
                             node.edited,
                             fold(node.title)};
}

void Titles::forget(Id id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return;
  entries_[found->second].used = false;
  free_.push_back(found->second);
  places_.erase(found);
}

std::vector<std::string> Titles::find(const Search& search) const {
  const auto query = fold(search.query);
  std::vector<std::pair<Time, const Titled*>> found;
  for (const auto& entry : entries_)
    if (entry.used && (!search.kind || entry.kind == *search.kind) &&
        (query.empty() || contains(entry.title, query)))
      found.emplace_back(entry.edited, &entry);
  std::ranges::sort(found, [&](const auto& a, const auto& b) {
    // Equal times are common; without the id pages of the list would overlap.
    if (a.first != b.first) return search.ascending ? a.first < b.first : a.first > b.first;
    return a.second->id < b.second->id;
  });
  std::vector<std::string> ids;
  for (const auto& [edited, entry] : found) {
    if (ids.size() == search.most) break;
    // Asked last: what the caller may see costs a look at the store.
    if (search.accept(*entry)) ids.push_back(to_text(entry->id));
  }
  return ids;
}

}  // namespace storyreel::workspace
