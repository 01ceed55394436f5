#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/bench/render_notes.hpp"

namespace storyreel::bench {

/// One way to make one film, as it is told.
struct Row {
  std::string film;
  std::string way;
  Sample middle{};  ///< of all runs
  std::string goal{};
  std::string note{};
};

/// The middle of all runs, part by part. At least one.
Sample middle_of(const std::vector<Sample>& runs);

/// Prints a markdown table. Of each film the first row is what the others are compared with.
void print(const std::vector<Row>& rows);

/// What was measured at a piece's whole length, its half and its quarter, and what follows for
/// longer ones: the straight line through the first two. The third says how straight it is.
struct Line {
  double whole;  ///< the piece's length
  std::array<Sample, 3> pieces;

  Sample at(double length) const;
  /// "extrapolated from 12 s a track; at a quarter of that the line is 3 % off"
  std::string note(const std::string& unit) const;
};

}  // namespace storyreel::bench
