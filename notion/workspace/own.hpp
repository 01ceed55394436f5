#pragma once

#include <string_view>

#include "notion/workspace/routes.hpp"

namespace storyreel::workspace {

/// The endpoint of the web page's own under /ui/ for a request; null when there is none.
const Route* own_route(std::string_view method, std::string_view path);

// edit.cpp: what a person does in Notion's app and its API cannot.

/// GET /ui/blocks?id=ID: all blocks below a page or block, each with its `children`.
json::object show_blocks(Call& call);
/// POST /ui/edit {operations: […]}, all of them or, when one is refused, none:
///   {op: insert, parent, after, blocks: [{id, type, content}]}   ids are the caller's
///   {op: copy, parent, after, id, from}                          a new block as `from` is
///   {op: update, id, type, content}     another type than before takes its whole content
///   {op: move | restore, id, parent, after}                      out of the trash, too
///   {op: trash, ids}
/// `after` is a child of `parent`, or null: at the start. An insert or copy of an id that exists
/// is done already, so that a request whose reply was lost can be sent again.
json::object edit(Call& call);

// listing.cpp: what saves the page many small requests.

/// GET /ui/tree: {nodes: [{id, kind, parent, title, icon}]}.
json::object page_tree(Call& call);
/// GET /ui/users: {results}: everybody in the workspace.
json::object page_users(Call& call);
/// GET /ui/database?id=ID: {database, data_sources, views}, all of them whole.
json::object whole_database(Call& call);
/// POST /ui/order?id=SOURCE {filter?, sorts?}: {ids, results}: all rows in order, the first of them
/// whole; with in_trash, {ids}: the trashed ones, last edited first.
json::object row_order(Call& call);
/// POST /ui/rows {ids}: {results}: those of these pages that exist, trashed or not.
json::object rows_by_id(Call& call);

}  // namespace storyreel::workspace
