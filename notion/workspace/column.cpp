#include "notion/workspace/column.hpp"

#include <algorithm>
#include <limits>

#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr double kGone = std::numeric_limits<double>::quiet_NaN();
constexpr double kLast = std::numeric_limits<double>::infinity();
/// What a hash map takes for an id, roughly.
constexpr std::size_t kIdBytes = 120;

template <class T>
void place(std::vector<T>& values, std::size_t row, T value) {
  if (row >= values.size()) values.resize(std::max(row + 1, values.size() + values.size() / 8));
  values[row] = std::move(value);
}

template <class T>
std::size_t bytes_of(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

const json::array& list_in(const json::object& object, std::string_view key) {
  static const json::array kNone;
  const auto* list = find(object, key);
  return list && list->is_array() ? list->get_array() : kNone;
}

/// Option ids as they sort: a status's by its groups.
std::vector<std::string> options_in_order(const json::object& config) {
  std::vector<std::string> ids;
  for (const auto& group : list_in(config, "groups"))
    for (const auto& id : list_in(group.as_object(), "option_ids"))
      ids.emplace_back(id.as_string());
  for (const auto& option : list_in(config, "options")) {
    auto id = text_of(option.as_object(), "id");
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
  }
  return ids;
}

std::vector<std::string> users_by_name(std::vector<User> users) {
  std::ranges::sort(users, {}, [](const User& user) { return fold(user.name); });
  std::vector<std::string> ids;
  for (auto& user : users) ids.push_back(std::move(user.id));
  return ids;
}

}  // namespace

void Column::put(std::size_t row, Cell&& cell) {
  switch (family_) {
    case Family::text:
      held_ += cell.text.size();
      return place(texts_, row, std::move(cell.text));
    case Family::number:
    case Family::checkbox:
    case Family::date:
    case Family::files:
      return place(numbers_, row, cell.number);
    case Family::option:
      return place(single_, row, cell.words.empty() ? 0 : keep(std::move(cell.words.front())));
    case Family::options:
    case Family::people:
    case Family::relation:
      break;
    case Family::computed:
      return;
  }
  std::vector<std::uint32_t> keys;
  keys.reserve(cell.words.size());
  for (auto& word : cell.words) keys.push_back(keep(std::move(word)));
  held_ += bytes_of(keys);
  place(lists_, row, std::move(keys));
}

std::span<const std::uint32_t> Column::keys(std::size_t row) const {
  if (family_ != Family::option) return lists_[row];
  return {&single_[row], single_[row] == 0 ? std::size_t{0} : 1};
}

std::uint32_t Column::key_of(const std::string& id) const {
  const auto found = keys_.find(id);
  return found == keys_.end() ? 0 : found->second;
}

std::size_t Column::bytes() const {
  return bytes_of(numbers_) + bytes_of(texts_) + bytes_of(single_) + bytes_of(lists_) + held_;
}

std::uint32_t Column::keep(std::string id) {
  // From 1 on: 0 is no option.
  const auto next = static_cast<std::uint32_t>(keys_.size() + 1);
  const auto [place, added] = keys_.try_emplace(std::move(id), next);
  if (added) held_ += kIdBytes;
  return place->second;
}

Lens::Lens(const Column& column, const Property& property, const std::vector<User>& users)
    : column_(&column) {
  const bool options = column.family() == Family::option || column.family() == Family::options;
  if (options) set_ranks(options_in_order(property.config), kGone);
  // Who is not in the workspace sorts after everybody who is, but is still somebody.
  if (column.family() == Family::people) set_ranks(users_by_name(users), kLast);
  for (const auto& option : list_in(property.config, "options"))
    options_.emplace(text_of(option.as_object(), "name"), text_of(option.as_object(), "id"));
}

void Lens::set_ranks(const std::vector<std::string>& ids, double missing) {
  ranks_.assign(column_->count_keys() + 1, missing);
  double rank = 0;
  for (const auto& id : ids) ranks_[column_->key_of(id)] = ++rank;
  ranks_[0] = missing;
}

Value Lens::value(std::size_t row) const {
  switch (column_->family()) {
    case Family::text:
      return {.empty = column_->text(row).empty(), .text = column_->text(row)};
    case Family::checkbox:
      return {.empty = false, .number = column_->number(row) == 1 ? 1.0 : 0.0};
    case Family::number:
    case Family::date:
    case Family::files:
      return {.empty = std::isnan(column_->number(row)), .number = column_->number(row)};
    case Family::option:
    case Family::options:
    case Family::people:
    case Family::relation:
      break;
    case Family::computed:
      return {};
  }
  const auto keys = column_->keys(row);
  const auto gone = [&](auto key) { return std::isnan(rank(key)); };
  return {.empty = std::ranges::all_of(keys, gone), .keys = keys};
}

int Lens::compare(const Value& a, const Value& b) const {
  const auto sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  if (column_->family() == Family::text) return sign(a.text <=> b.text);
  if (a.keys.empty()) return sign(a.number <=> b.number);
  const auto ranks = [this](auto x, auto y) { return rank(x) <=> rank(y); };
  return sign(std::lexicographical_compare_three_way(a.keys.begin(), a.keys.end(), b.keys.begin(),
                                                     b.keys.end(), ranks));
}

std::vector<std::uint32_t> Lens::keys_of(const std::vector<std::string>& names) const {
  std::vector<std::uint32_t> keys;
  for (const auto& name : names) {
    const auto option = options_.find(name);
    const bool known = column_->family() != Family::option && column_->family() != Family::options;
    if (known || option != options_.end())
      keys.push_back(column_->key_of(known ? name : option->second));
  }
  std::ranges::sort(keys);
  return keys;
}

}  // namespace storyreel::workspace
