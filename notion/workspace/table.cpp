#include "notion/workspace/table.hpp"

#include <algorithm>
#include <array>

namespace storyreel::workspace {
namespace {

/// What the hash map takes for a row, roughly.
constexpr std::size_t kPlaceBytes = 48;

Cell time_cell(Time time) {
  return {.number = number_of(floor_minute(time))};
}

Cell user_cell(std::string_view id) {
  return {.words = {std::string(id)}};
}

/// Values that stand outside the properties.
struct Meta {
  std::string_view key;
  Cell (*read)(const Stored& row);
};
constexpr std::array kMeta{
    Meta{"created_time", [](const Stored& row) { return time_cell(row.created); }},
    Meta{"last_edited_time", [](const Stored& row) { return time_cell(row.edited); }},
    Meta{"created_by", [](const Stored& row) { return user_cell(row.created_by); }},
    Meta{"last_edited_by", [](const Stored& row) { return user_cell(row.edited_by); }},
};

}  // namespace

std::vector<Subject> Table::missing(const std::vector<Subject>& subjects) const {
  std::vector<Subject> missing;
  for (const auto& subject : subjects) {
    const auto column = columns_.find(subject.key);
    const bool there = column != columns_.end() && column->second.family() == subject.family;
    if (!there && std::ranges::find(missing, subject) == missing.end()) missing.push_back(subject);
  }
  return missing;
}

void Table::add_columns(const std::vector<Subject>& subjects) {
  for (const auto& subject : subjects)
    columns_.insert_or_assign(subject.key, Column(subject.family));
}

void Table::keep_columns(const std::vector<Subject>& subjects) {
  std::erase_if(columns_, [&](const auto& each) {
    return std::ranges::find(subjects, each.first, &Subject::key) == subjects.end();
  });
}

void Table::put(const Stored& row, const std::vector<Subject>& subjects) {
  const auto id = packed(row.id);
  const auto place = place_of(id);
  cells_.resize(subjects.size());
  const bool archived = reader_.read(row.body, subjects, cells_);
  rows_[place] = {id, row.position, true, archived};
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    const auto meta = std::ranges::find(kMeta, subjects[i].key, &Meta::key);
    if (meta != kMeta.end()) cells_[i] = meta->read(row);
    columns_.at(subjects[i].key).put(place, std::move(cells_[i]));
  }
}

void Table::put(Id row, const Subject& subject, Cell&& cell) {
  columns_.at(subject.key).put(places_.at(row), std::move(cell));
}

void Table::forget(Id id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return;
  rows_[found->second].used = false;
  free_.push_back(found->second);
  places_.erase(found);
}

std::size_t Table::bytes() const {
  std::size_t bytes = rows_.capacity() * sizeof(Row) + places_.size() * kPlaceBytes;
  for (const auto& [key, column] : columns_) bytes += column.bytes();
  return bytes;
}

std::vector<Subject> Table::subjects() const {
  std::vector<Subject> subjects;
  for (const auto& [key, column] : columns_) subjects.push_back({key, column.family()});
  return subjects;
}

std::size_t Table::place_of(Id id) {
  const auto [found, added] = places_.try_emplace(id, free_.empty() ? rows_.size() : free_.back());
  if (!added) return found->second;
  if (free_.empty())
    rows_.emplace_back();
  else
    free_.pop_back();
  return found->second;
}

}  // namespace storyreel::workspace
