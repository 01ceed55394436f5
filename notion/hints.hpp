#pragma once

#include <optional>
#include <set>
#include <string>

#include "notion/desk.hpp"

namespace storyreel::notion {

/// What Notion's search hints at. A hint may be missing, late or needless; the sweep finds the
/// rest.
struct Hints {
  /// Data sources of details databases that have a row which is not as the mirror has it.
  std::set<std::string> sources;
  std::optional<Time> newest;  ///< the last edit there was, by Notion's clock
};

/// Looks at what was edited since about `from`, an earlier `newest`.
Task<Hints> look_for_hints(Desk desk, std::optional<Time> from);

}  // namespace storyreel::notion
