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
/// was asked for, so pages neither repeat nor skip while others write. It goes only with the
/// request it came from: `owner` says whose and which. At most 64 MB of lists are kept, the
/// latest; none outlives the process.
class Cursors {
 public:
  Slice start(std::string owner, const std::vector<std::string>& ids, std::size_t size,
              bool capped);

  /// Throws validation_error for a cursor that is not, or no longer, known to `owner`.
  Slice resume(std::string_view owner, std::string_view cursor, std::size_t size) const;

  /// Forgets all.
  void clear();

 private:
  struct List {
    std::string id;
    std::string owner;
    std::string ids;  ///< each with a line end
    bool capped;
  };
  static std::size_t bytes_of(const List& list);
  static Slice cut(const List& list, std::size_t from, std::size_t size);

  std::list<List> lists_;
  std::size_t bytes_ = 0;
};

}  // namespace storyreel::workspace
