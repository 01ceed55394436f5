#pragma once

#include <string>
#include <vector>

#include "notion/workspace/filter.hpp"
#include "notion/workspace/table.hpp"

namespace storyreel::workspace {

/// What a query asks of a data source.
struct Question {
  Filter filter{};
  std::vector<Order> orders{};
  bool archived = false;        ///< archived rows instead of the others
  bool ordered = false;         ///< rows that tie stand in the order of their making
  std::size_t most = 0;         ///< how many rows are wanted
  milliseconds patience{2000};  ///< everybody else waits meanwhile
};

/// What the filter and the orders of a question look at.
std::vector<Subject> subjects_of(const Question& question);

/// The rows of `table` that meet the question, in its order. Rows that tie, or all without sorts,
/// stand in an order that has nothing to do with their making; empty values come last. `table`
/// must have all columns of subjects_of(). `users` are for sorting by people. Throws
/// service_unavailable, as Notion does, when matching takes too long.
std::vector<Id> select(const Table& table, const Question& question,
                       const std::vector<User>& users);

}  // namespace storyreel::workspace
