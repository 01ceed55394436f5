#include "notion/workspace/select.hpp"

#include <algorithm>
#include <chrono>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {
namespace {

void collect(const Filter& filter, std::vector<Subject>& subjects) {
  if (filter.test) subjects.push_back(subject_of(filter.test->property));
  for (const auto& part : filter.parts) collect(part, subjects);
}

/// A filter tied to the columns it looks at.
class Match {
 public:
  Match(const Filter& filter, const Table& table, const std::vector<User>& users)
      : all_(filter.all) {
    for (const auto& part : filter.parts) parts_.emplace_back(part, table, users);
    if (!filter.test) return;
    const auto& property = filter.test->property;
    lens_.emplace(table.column(subject_of(property)), property, users);
    condition_ = filter.test->condition;
    argument_ = filter.test->argument;
    argument_.keys = lens_->keys_of(argument_.names);
  }

  bool holds(std::size_t row) const {
    if (lens_) return condition_->holds(lens_->value(row), argument_);
    const auto each = [row](const Match& part) { return part.holds(row); };
    return all_ ? std::ranges::all_of(parts_, each) : std::ranges::any_of(parts_, each);
  }

 private:
  bool all_;
  std::vector<Match> parts_;
  std::optional<Lens> lens_;
  const Condition* condition_ = nullptr;
  Argument argument_;
};

struct Key {
  Lens lens;
  bool descending;
};

/// A row that matches, with its value of the first key at hand.
struct Found {
  std::size_t row;
  std::uint64_t tie;
  Value first;
};

/// Negative, zero or positive as `a` stands before, with or after `b`.
int compare(const Key& key, const Value& a, const Value& b) {
  if (a.empty || b.empty) return static_cast<int>(a.empty) - static_cast<int>(b.empty);
  const int order = key.lens.compare(a, b);
  return key.descending ? -order : order;
}

bool before(const Found& a, const Found& b, const std::vector<Key>& keys) {
  for (const auto& key : keys) {
    const bool first = &key == &keys.front();
    const int order = first ? compare(key, a.first, b.first)
                            : compare(key, key.lens.value(a.row), key.lens.value(b.row));
    if (order != 0) return order < 0;
  }
  return a.tie < b.tie;
}

std::vector<Key> keys_of(const Table& table, const Question& question,
                         const std::vector<User>& users) {
  std::vector<Key> keys;
  for (const auto& order : question.orders)
    keys.push_back(
        {Lens(table.column(subject_of(order.property)), order.property, users), order.descending});
  return keys;
}

std::uint64_t tie_of(const Table::Row& row, bool ordered) {
  return ordered ? static_cast<std::uint64_t>(row.position) : IdHash()(row.id);
}

constexpr std::size_t kRowsBetweenLooks = 16;

/// Ends a filter of thousands of conditions over as many rows.
class Deadline {
 public:
  explicit Deadline(milliseconds patience) : end_(Clock::now() + patience) {}

  void check(std::size_t row) const {
    if (row % kRowsBetweenLooks != 0 || Clock::now() < end_) return;
    throw ApiError(
        Code::service_unavailable, "The query took too long. Please try again later.",
        {{"retry_guidance", {"Wait before you try again.", "Ask with a narrower filter."}}});
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point end_;
};

std::vector<Found> matching(const Table& table, const Question& question,
                            const std::vector<User>& users, const std::vector<Key>& keys) {
  const Match match(question.filter, table, users);
  const auto& rows = table.rows();
  const Deadline deadline(question.patience);
  std::vector<Found> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    deadline.check(i);
    if (rows[i].used && rows[i].archived == question.archived && match.holds(i))
      found.push_back({i, tie_of(rows[i], question.ordered),
                       keys.empty() ? Value() : keys.front().lens.value(i)});
  }
  return found;
}

}  // namespace

std::vector<Subject> subjects_of(const Question& question) {
  std::vector<Subject> subjects;
  collect(question.filter, subjects);
  for (const auto& order : question.orders) subjects.push_back(subject_of(order.property));
  return subjects;
}

std::vector<Id> select(const Table& table, const Question& question,
                       const std::vector<User>& users) {
  const auto keys = keys_of(table, question, users);
  auto found = matching(table, question, users, keys);
  const auto earlier = [&](const Found& a, const Found& b) { return before(a, b, keys); };
  const auto end =
      found.begin() + static_cast<std::ptrdiff_t>(std::min(question.most, found.size()));
  std::nth_element(found.begin(), end, found.end(), earlier);
  std::sort(found.begin(), end, earlier);
  std::vector<Id> ids;
  for (auto each = found.begin(); each != end; ++each) ids.push_back(table.rows()[each->row].id);
  return ids;
}

}  // namespace storyreel::workspace
