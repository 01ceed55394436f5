#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storyreel::workspace {

/// One page of a list.
struct Slice {
  std::vector<std::string> ids;
  std::optional<std::string> next;
  bool capped = false;  ///< the whole list was cut at the result cap
};

/// The lists that are being paged through. A cursor names a list as it was when its first page
/// was asked for, so pages neither repeat nor skip while others write; the oldest lists are
/// forgotten, and all are when the workspace starts again.
class Cursors {
 public:
  Slice start(std::vector<std::string> ids, std::size_t size, bool capped);

  /// Throws validation_error for a cursor that is not, or no longer, known.
  Slice resume(std::string_view cursor, std::size_t size) const;

  /// Forgets all.
  void clear() { lists_.clear(); }

 private:
  struct List {
    std::string id;
    std::vector<std::string> ids;
    bool capped;
  };
  static Slice cut(const List& list, std::size_t from, std::size_t size);

  std::list<List> lists_;
};

}  // namespace storyreel::workspace
