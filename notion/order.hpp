#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "daemon/runtime/time.hpp"

namespace storyreel::notion {

/// A row among its siblings.
struct Place {
  bool numbered = true;               ///< it is a sentence, so that it counts
  std::optional<double> shown;        ///< the number that people saw there; nullopt: none
  bool moved = false;                 ///< a user typed its number, or it is new
  std::optional<double> number;       ///< what was typed; nullopt: blank
  std::optional<std::size_t> behind;  ///< it is a duplicate of that row
  Time created{};
};

/// The new order of rows, as indices into `rows`, which stand in their order so far (new ones
/// last). A moved row goes before the row that holds its number now, as people see it where the
/// numbers shown are in order; equal ones by creation; blank ones last; a duplicate right behind
/// its original. Pure.
std::vector<std::size_t> reorder(const std::vector<Place>& rows);

}  // namespace storyreel::notion
