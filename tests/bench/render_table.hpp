#pragma once

#include <string>
#include <vector>

#include "tests/bench/render_meter.hpp"

namespace storyreel::bench {

/// How alike a film and its source are.
struct Quality {
  double psnr = 0;
  double ssim = 0;
};

/// One way to make one film.
struct Row {
  std::string film;
  std::string way;
  std::vector<Cost> costs{};  ///< of all runs
  double megabytes = 0;
  Quality quality{};
  std::string goal{};
  std::string note{};

  /// The middle of all runs, part by part.
  Cost median() const;
};

/// Prints a markdown table. Of each film the first row is what the others are compared with.
void print(const std::vector<Row>& rows);

/// What is measured at a piece's whole length, its half and its quarter, and what follows for
/// longer ones: the straight line through the first two. The third says how straight it is.
struct Line {
  double whole;  ///< the piece's length
  std::vector<Row> pieces{3};

  Cost at(double length) const;
  double megabytes_at(double length) const;
  /// "extrapolated from 12 s a track; at a quarter of that the line is 3 % off"
  std::string note(const std::string& unit) const;
};

}  // namespace storyreel::bench
