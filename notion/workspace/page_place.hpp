#pragma once

#include <optional>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// Where a page is to stand.
struct PagePlace {
  std::optional<Node> parent;           ///< a page or a data source; none: the workspace itself
  std::optional<std::int64_t> after{};  ///< after the child at that position; none: at the end

  std::string id() const { return parent ? parent->id : std::string(); }
  bool in_source() const { return parent && parent->kind == Kind::data_source; }
};

/// Reads `parent` and `position` of a new page's body. Throws for a parent that is not there, in
/// the trash, or the workspace for who is no person.
PagePlace place_in(Call& call);

/// Reads the `parent` of a page that moves: a page or a data source.
Node new_parent_in(Call& call);

/// Throws unless `template` of the body is absent or {type: none}; this workspace has none.
void check_template(Call& call);

}  // namespace storyreel::workspace
