#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/call.hpp"

namespace storyreel::workspace {

/// One endpoint. In `path`, a segment in braces is a UUID; its name is for messages.
struct Route {
  std::string_view method;
  std::string_view path;
  Handler handler;
  Needs needs;
  bool writes;
  bool form = false;  ///< the body is a form, not JSON
};

/// Every endpoint of /v1 that this workspace serves.
std::span<const Route> routes();

struct Match {
  const Route* route;
  std::vector<std::string> ids;
};

/// The endpoint of a request; nullopt when there is none. Throws validation_error for an id that
/// is no UUID.
std::optional<Match> match(std::string_view method, std::string_view path);

/// True when `path` has the form of `pattern`, whatever stands where that has braces.
bool has_form(std::string_view path, std::string_view pattern);

// users.cpp
json::object retrieve_me(Call& call);
json::object list_users(Call& call);
json::object retrieve_user(Call& call);
// search.cpp
json::object search(Call& call);
// databases.cpp
json::object create_database(Call& call);
json::object retrieve_database(Call& call);
json::object update_database(Call& call);
// data_sources.cpp
json::object create_data_source(Call& call);
json::object retrieve_data_source(Call& call);
json::object update_data_source(Call& call);
json::object list_templates(Call& call);
// query.cpp
json::object query_data_source(Call& call);
// pages.cpp
json::object create_page(Call& call);
json::object retrieve_page(Call& call);
json::object update_page(Call& call);
json::object retrieve_property(Call& call);
// blocks.cpp
json::object retrieve_block(Call& call);
json::object update_block(Call& call);
json::object delete_block(Call& call);
json::object list_children(Call& call);
json::object append_children(Call& call);
// page_move.cpp
json::object move_page(Call& call);
// page_markdown.cpp
json::object retrieve_markdown(Call& call);
json::object update_markdown(Call& call);
json::object retrieve_async_task(Call& call);
// comments.cpp
json::object create_comment(Call& call);
json::object list_comments(Call& call);
json::object retrieve_comment(Call& call);
json::object update_comment(Call& call);
json::object delete_comment(Call& call);
// file_uploads.cpp
json::object create_file_upload(Call& call);
json::object send_file_upload(Call& call);
json::object complete_file_upload(Call& call);
json::object retrieve_file_upload(Call& call);
json::object list_file_uploads(Call& call);
// views.cpp
json::object create_view(Call& call);
json::object list_views(Call& call);
json::object retrieve_view(Call& call);
json::object update_view(Call& call);
json::object delete_view(Call& call);

}  // namespace storyreel::workspace
