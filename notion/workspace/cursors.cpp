#include "notion/workspace/cursors.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kBytes = 64u << 20;
constexpr std::size_t kListBytes = 256;  ///< what a list takes beside its ids
constexpr std::size_t kIdLength = 36;

std::string joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) {
    text += id;
    text += '\n';
  }
  return text;
}

/// Where a page begins, as the cursor says; nullopt when it is no such place.
std::optional<std::size_t> place_in(std::string_view ids, std::string_view place) {
  std::size_t from = 0;
  const auto end = place.data() + place.size();
  if (std::from_chars(place.data(), end, from).ptr != end || from == 0) return std::nullopt;
  if (from >= ids.size() || ids[from - 1] != '\n') return std::nullopt;
  return from;
}

}  // namespace

Slice Cursors::start(std::string owner, const std::vector<std::string>& ids, std::size_t size,
                     bool capped) {
  List list{new_uuid(), std::move(owner), joined(ids), capped};
  auto slice = cut(list, 0, size);
  if (!slice.next) return slice;
  bytes_ += bytes_of(list);
  lists_.push_back(std::move(list));
  while (bytes_ > kBytes && lists_.size() > 1) {
    bytes_ -= bytes_of(lists_.front());
    lists_.pop_front();
  }
  return slice;
}

Slice Cursors::resume(std::string_view owner, std::string_view cursor, std::size_t size) const {
  const auto list = std::ranges::find(lists_, cursor.substr(0, kIdLength), &List::id);
  const auto place = cursor.substr(std::min(cursor.size(), kIdLength + 1));
  const bool known = list != lists_.end() && list->owner == owner;
  const auto from = known ? place_in(list->ids, place) : std::nullopt;
  if (!from) invalid("The start_cursor provided is invalid: " + std::string(cursor.substr(0, 80)));
  return cut(*list, *from, size);
}

std::size_t Cursors::bytes_of(const List& list) {
  return list.ids.size() + list.owner.size() + kListBytes;
}

void Cursors::clear() {
  lists_.clear();
  bytes_ = 0;
}

Slice Cursors::cut(const List& list, std::size_t from, std::size_t size) {
  Slice slice;
  while (slice.ids.size() < size && from < list.ids.size()) {
    const auto end = list.ids.find('\n', from);
    slice.ids.push_back(list.ids.substr(from, end - from));
    from = end + 1;
  }
  const bool whole = from >= list.ids.size();
  slice.capped = list.capped && whole;
  if (!whole) slice.next = list.id + "-" + std::to_string(from);
  return slice;
}

}  // namespace storyreel::workspace
