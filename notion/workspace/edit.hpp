#pragma once

#include <string_view>

#include "notion/workspace/routes.hpp"

namespace storyreel::workspace {

/// The endpoint of the web page's own under /ui/ for a request; null when there is none. They do
/// what a person does in Notion's app and its API cannot:
///   GET /ui/blocks?id=ID  all blocks below a page or block, each with its `children`
///   POST /ui/edit         {operations: […]}, all of them or, when one is refused, none:
///     {op: insert, parent, after, blocks: [{id, type, content}]}   ids are the caller's
///     {op: copy, parent, after, id, from}                          a new block as `from` is
///     {op: update, id, type, content}     another type than before takes its whole content
///     {op: move | restore, id, parent, after}                      out of the trash, too
///     {op: trash, ids}
///   `after` is a child of `parent`, or null: at the start. An insert or copy of an id that exists
///   is done already, so that a request whose reply was lost can be sent again.
const Route* own_route(std::string_view method, std::string_view path);

}  // namespace storyreel::workspace
