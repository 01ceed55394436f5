#pragma once

#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/values.hpp"

namespace storyreel::workspace {

/// What an index keeps of one property of one row.
struct Cell {
  double number = std::numeric_limits<double>::quiet_NaN();  ///< NaN: there is none
  std::string text{};                                        ///< folded
  std::vector<std::string> words{};                          ///< ids of options, people, pages
};

/// Reads cells out of the stored bodies of pages, many thousands a second.
class CellReader {
 public:
  CellReader();
  CellReader(CellReader&&) noexcept;
  CellReader& operator=(CellReader&&) noexcept;
  ~CellReader();

  /// Fills cells[i] with what `body` has of subjects[i]; an empty cell where it has nothing fit.
  /// Returns whether the page is archived.
  bool read(std::string_view body, std::span<const Subject> subjects, std::span<Cell> cells);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace storyreel::workspace
