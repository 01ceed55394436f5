#include "notion/order.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace storyreel::notion {
namespace {

constexpr auto kLast = std::numeric_limits<double>::infinity();

/// Where a row sorts: by number, what moved there before what holds it.
struct Key {
  double number = 0;
  bool holds = true;
  Time created{};

  auto operator<=>(const Key&) const = default;
};

/// Whether the numbers shown say what row holds which: not while they are being written anew.
bool shows_order(const std::vector<Place>& rows) {
  double before = -kLast;
  for (const auto& row : rows) {
    if (!row.numbered || row.moved) continue;
    if (!row.shown || *row.shown <= before) return false;
    before = *row.shown;
  }
  return true;
}

std::vector<Key> keys_of(const std::vector<Place>& rows) {
  const bool shown = shows_order(rows);
  std::vector<Key> keys;
  double rank = shown ? -kLast : 0;
  for (const auto& row : rows) {
    if (!shown) rank += row.numbered ? 1 : 0;
    if (shown && row.numbered && !row.moved) rank = *row.shown;
    keys.push_back(row.moved ? Key{row.number.value_or(kLast), false, row.created} : Key{rank});
  }
  return keys;
}

}  // namespace

std::vector<std::size_t> reorder(const std::vector<Place>& rows) {
  const auto keys = keys_of(rows);
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!rows[row].behind) order.push_back(row);
  }
  std::ranges::sort(order, {}, [&](std::size_t row) { return std::pair(keys[row], row); });
  for (std::size_t row = rows.size(); row-- > 0;) {
    if (!rows[row].behind) continue;
    const auto original = std::ranges::find(order, *rows[row].behind);
    order.insert(original == order.end() ? original : std::next(original), row);
  }
  return order;
}

}  // namespace storyreel::notion
