#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "notion/workspace/history.hpp"
#include "notion/workspace/select.hpp"
#include "notion/workspace/titles.hpp"

namespace storyreel::workspace {

/// What queries and searches look at: columns of rows and titles of pages, held in memory. They
/// are loaded from the store when first asked for and kept in step with its committed writes; a
/// row that changed is read again by the next query. At most 256 MB of columns are held (one
/// query's own needs apart); the data source that was asked longest ago gives way.
///
/// It can be made to lag, as Notion's does: queries and searches then see every page as it was
/// that long ago.
class Index {
 public:
  using Clock = std::function<Time()>;

  /// Watches `store`, which must live no longer than the index does writes.
  Index(Store& store, Clock clock);
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;

  void set_lag(milliseconds lag);

  /// The ids of the rows of `data_source` that meet the question, in its order. Rows that tie, or
  /// all without sorts, stand in an order that has nothing to do with their making; empty values
  /// come last.
  std::vector<std::string> rows(std::string_view data_source, const Question& question);

  /// Pages and data sources by title.
  std::vector<std::string> search(const Search& search);

  /// `id` as queries and searches see it.
  std::optional<Node> find(std::string_view id);

 private:
  struct Source {
    Table table;
    std::unordered_set<Id, IdHash> dirty;  ///< rows to be read again
    std::uint64_t asked = 0;

    bool knows_relations() const;
  };

  void changed(std::span<const Change> changes);
  void apply(const Change& change);
  void settle();
  Source& refreshed(std::string_view data_source, const std::vector<Subject>& subjects);
  void load(std::string_view data_source, Source& source, const std::vector<Subject>& subjects);
  void load_relations(std::string_view data_source, Table& table, const Subject& relation);
  void read_again(std::string_view data_source, Source& source);
  void shrink(const Id& asked, const std::vector<Subject>& subjects);
  /// Visits `id` as queries see it; false when it is not there.
  bool visit(std::string_view id, const Store::Visit& visit);

  Store& store_;
  Clock clock_;
  milliseconds lag_{0};
  History history_;
  std::map<Id, Source> sources_;
  Titles titles_;
  std::uint64_t asked_ = 0;
};

}  // namespace storyreel::workspace
