#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "notion/workspace/cells.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// One property of all rows of a data source: a number, a text or some keys for each row. Ids (of
/// options, people, pages) are kept once; their keys count from 1.
class Column {
 public:
  explicit Column(Family family) : family_(family) {}

  Family family() const { return family_; }

  /// Sets the value of `row`, which may be a new one.
  void put(std::size_t row, Cell&& cell);

  double number(std::size_t row) const { return numbers_[row]; }
  std::string_view text(std::size_t row) const { return texts_[row]; }
  std::span<const std::uint32_t> keys(std::size_t row) const;

  /// The key of an id; 0 where no row ever had it.
  std::uint32_t key_of(const std::string& id) const;
  std::size_t count_keys() const { return keys_.size(); }

  /// About what it takes of memory.
  std::size_t bytes() const;

 private:
  std::uint32_t keep(std::string id);

  Family family_;
  std::vector<double> numbers_;
  std::vector<std::string> texts_;
  std::vector<std::uint32_t> single_;
  std::vector<std::vector<std::uint32_t>> lists_;
  std::unordered_map<std::string, std::uint32_t> keys_;
  std::size_t held_ = 0;  ///< bytes of texts, lists and ids beyond their slots; never too few
};

/// A column as one query sees it: with the present names and order of its options.
class Lens {
 public:
  Lens(const Column& column, const Property& property, const std::vector<User>& users);

  Value value(std::size_t row) const;
  /// The order of two values that are not empty: negative, zero or positive.
  int compare(const Value& a, const Value& b) const;
  /// The keys of an argument's names (of options) or ids, ascending.
  std::vector<std::uint32_t> keys_of(const std::vector<std::string>& names) const;

 private:
  double rank(std::uint32_t key) const { return ranks_.empty() ? key : ranks_[key]; }
  void set_ranks(const std::vector<std::string>& ids, double missing);

  const Column* column_;
  std::vector<double> ranks_;                             ///< by key; NaN: the option is gone
  std::unordered_map<std::string, std::string> options_;  ///< name to id
};

}  // namespace storyreel::workspace
