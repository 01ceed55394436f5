#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// A row of comment (schema/0003_uploads.sql says what it means). `body` has rich_text,
/// attachments [{category, upload}] and display_name.
struct Comment {
  std::string id;
  std::string discussion;
  std::string place;  ///< the page or block it is on
  Time created;
  Time edited;
  std::string created_by;
  json::object body{};
};

void insert_comment(Store& store, const Comment& comment);
void update_comment(Store& store, const Comment& comment);
void remove_comment(Store& store, const Comment& comment);
std::optional<Comment> find_comment(Store& store, std::string_view id);

/// The ids of the comments on `place`, the oldest first.
std::vector<std::string> list_comments(Store& store, std::string_view place);

/// The place of a discussion; empty when there is no such discussion.
std::string place_of_discussion(Store& store, std::string_view discussion);

}  // namespace storyreel::workspace
