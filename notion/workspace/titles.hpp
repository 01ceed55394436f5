#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "notion/workspace/id.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// A page or data source that a search may find.
struct Titled {
  Id id, parent;
  Kind kind = Kind::page;
  bool used = false;
  bool trashed = false;
  Time edited;
  std::string title;  ///< folded
};

/// What a search asks.
struct Search {
  std::string query{};         ///< a part of the title, whatever its case
  std::optional<Kind> kind{};  ///< only pages, or only data sources
  bool ascending = false;      ///< the longest unedited first
  std::size_t most = 0;        ///< how many are wanted
  /// Whether the caller may see it and wants it. Asked in order, until enough are found.
  std::function<bool(const Titled& found)> accept{};
};

/// The titles of all pages and data sources, the trash included.
class Titles {
 public:
  bool loaded() const { return loaded_; }
  void set_loaded() { loaded_ = true; }

  void put(const Stored& node);
  void forget(Id id);

  std::vector<std::string> find(const Search& search) const;

  std::unordered_set<Id, IdHash> dirty;  ///< to be read again

 private:
  bool loaded_ = false;
  std::vector<Titled> entries_;
  std::vector<std::size_t> free_;
  std::unordered_map<Id, std::size_t, IdHash> places_;
};

}  // namespace storyreel::workspace
