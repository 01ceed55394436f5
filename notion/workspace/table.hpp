#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "notion/workspace/column.hpp"
#include "notion/workspace/id.hpp"

namespace storyreel::workspace {

/// The rows of one data source (not those in the trash) with the columns that filters and sorts
/// have asked for. Rows keep their place until they are forgotten; a place may stand free.
class Table {
 public:
  struct Row {
    Id id;
    std::int64_t position = 0;
    bool used = false;
    bool archived = false;
  };

  /// Those of `subjects` that have no column yet.
  std::vector<Subject> missing(const std::vector<Subject>& subjects) const;
  /// Makes empty columns for `subjects`; every row must then be put.
  void add_columns(const std::vector<Subject>& subjects);
  void drop_column(const std::string& key) { columns_.erase(key); }
  /// Drops the columns that are not in `subjects`.
  void keep_columns(const std::vector<Subject>& subjects);

  /// Sets a row, new or known: `subjects` only, or all columns.
  void put(const Stored& row, const std::vector<Subject>& subjects);
  void put(const Stored& row) { put(row, subjects()); }
  /// Sets one value of a row that is known.
  void put(Id row, const Subject& subject, Cell&& cell);
  void forget(Id id);
  bool has(Id id) const { return places_.contains(id); }

  const std::vector<Row>& rows() const { return rows_; }
  std::size_t count() const { return places_.size(); }
  const Column& column(const Subject& subject) const { return columns_.at(subject.key); }

  /// What there are columns of.
  std::vector<Subject> subjects() const;
  /// About what it takes of memory.
  std::size_t bytes() const;

 private:
  std::size_t place_of(Id id);

  std::vector<Row> rows_;
  std::vector<std::size_t> free_;
  std::unordered_map<Id, std::size_t, IdHash> places_;
  std::map<std::string, Column> columns_;
  CellReader reader_;
  std::vector<Cell> cells_;
};

}  // namespace storyreel::workspace
