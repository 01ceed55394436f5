#include "notion/workspace/cursors.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {
namespace {
constexpr std::size_t kLists = 512;
constexpr std::size_t kIdLength = 36;
}  // namespace

Slice Cursors::start(std::vector<std::string> ids, std::size_t size, bool capped) {
  List list{new_uuid(), std::move(ids), capped};
  auto slice = cut(list, 0, size);
  if (!slice.next) return slice;
  lists_.push_back(std::move(list));
  if (lists_.size() > kLists) lists_.pop_front();
  return slice;
}

Slice Cursors::resume(std::string_view cursor, std::size_t size) const {
  const auto id = cursor.substr(0, kIdLength);
  const auto list = std::ranges::find(lists_, id, &List::id);
  const auto place = cursor.substr(std::min(cursor.size(), kIdLength + 1));
  std::size_t from = 0;
  const auto end = place.data() + place.size();
  const bool read = std::from_chars(place.data(), end, from).ptr == end && !place.empty();
  if (list == lists_.end() || !read || from > list->ids.size())
    invalid("The start_cursor provided is invalid: " + std::string(cursor.substr(0, 80)));
  return cut(*list, from, size);
}

Slice Cursors::cut(const List& list, std::size_t from, std::size_t size) {
  const auto end = std::min(list.ids.size(), from + size);
  Slice slice;
  slice.ids.assign(list.ids.begin() + static_cast<std::ptrdiff_t>(from),
                   list.ids.begin() + static_cast<std::ptrdiff_t>(end));
  slice.capped = list.capped && end == list.ids.size();
  if (end < list.ids.size()) slice.next = list.id + "-" + std::to_string(end);
  return slice;
}

}  // namespace storyreel::workspace
