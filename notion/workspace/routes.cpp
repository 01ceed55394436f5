#include "notion/workspace/routes.hpp"

#include <array>

#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr bool kReads = false;
constexpr bool kWrites = true;
constexpr bool kForm = true;

constexpr std::array kRoutes{
    Route{"GET", "/v1/users/me", retrieve_me, Needs::nothing, kReads},
    Route{"GET", "/v1/users", list_users, Needs::all_users, kReads},
    Route{"GET", "/v1/users/{user_id}", retrieve_user, Needs::users, kReads},
    Route{"POST", "/v1/search", search, Needs::read, kReads},
    Route{"POST", "/v1/databases", create_database, Needs::insert, kWrites},
    Route{"GET", "/v1/databases/{database_id}", retrieve_database, Needs::read, kReads},
    Route{"PATCH", "/v1/databases/{database_id}", update_database, Needs::update, kWrites},
    Route{"POST", "/v1/data_sources", create_data_source, Needs::insert, kWrites},
    Route{"GET", "/v1/data_sources/{data_source_id}", retrieve_data_source, Needs::read, kReads},
    Route{"PATCH", "/v1/data_sources/{data_source_id}", update_data_source, Needs::update, kWrites},
    Route{"POST", "/v1/data_sources/{data_source_id}/query", query_data_source, Needs::read,
          kReads},
    Route{"GET", "/v1/data_sources/{data_source_id}/templates", list_templates, Needs::read,
          kReads},
    Route{"POST", "/v1/pages", create_page, Needs::insert, kWrites},
    Route{"GET", "/v1/pages/{page_id}", retrieve_page, Needs::read, kReads},
    Route{"PATCH", "/v1/pages/{page_id}", update_page, Needs::update, kWrites},
    Route{"GET", "/v1/pages/{page_id}/properties/*", retrieve_property, Needs::read, kReads},
    Route{"GET", "/v1/blocks/{block_id}", retrieve_block, Needs::read, kReads},
    Route{"PATCH", "/v1/blocks/{block_id}", update_block, Needs::update, kWrites},
    Route{"DELETE", "/v1/blocks/{block_id}", delete_block, Needs::update, kWrites},
    Route{"GET", "/v1/blocks/{block_id}/children", list_children, Needs::read, kReads},
    Route{"PATCH", "/v1/blocks/{block_id}/children", append_children, Needs::insert, kWrites},
    Route{"POST", "/v1/pages/{page_id}/move", move_page, Needs::update, kWrites},
    Route{"GET", "/v1/pages/{page_id}/markdown", retrieve_markdown, Needs::read, kReads},
    Route{"PATCH", "/v1/pages/{page_id}/markdown", update_markdown, Needs::update, kWrites},
    Route{"GET", "/v1/async_tasks/*", retrieve_async_task, Needs::nothing, kReads},
    Route{"POST", "/v1/comments", create_comment, Needs::insert_comments, kWrites},
    Route{"GET", "/v1/comments", list_comments, Needs::read_comments, kReads},
    Route{"GET", "/v1/comments/{comment_id}", retrieve_comment, Needs::read_comments, kReads},
    Route{"PATCH", "/v1/comments/{comment_id}", update_comment, Needs::insert_comments, kWrites},
    Route{"DELETE", "/v1/comments/{comment_id}", delete_comment, Needs::insert_comments, kWrites},
    Route{"POST", "/v1/file_uploads", create_file_upload, Needs::insert, kWrites},
    Route{"GET", "/v1/file_uploads", list_file_uploads, Needs::nothing, kReads},
    Route{"GET", "/v1/file_uploads/{file_upload_id}", retrieve_file_upload, Needs::nothing, kReads},
    Route{"POST", "/v1/file_uploads/{file_upload_id}/send", send_file_upload, Needs::insert,
          kWrites, kForm},
    Route{"POST", "/v1/file_uploads/{file_upload_id}/complete", complete_file_upload, Needs::insert,
          kWrites},
    Route{"POST", "/v1/views", create_view, Needs::insert, kWrites},
    Route{"GET", "/v1/views", list_views, Needs::read, kReads},
    Route{"GET", "/v1/views/{view_id}", retrieve_view, Needs::read, kReads},
    Route{"PATCH", "/v1/views/{view_id}", update_view, Needs::update, kWrites},
    Route{"DELETE", "/v1/views/{view_id}", delete_view, Needs::update, kWrites},
};

std::string_view take_segment(std::string_view& path) {
  const auto end = path.find('/', 1);
  const auto segment = path.substr(1, end == path.npos ? path.npos : end - 1);
  path = end == path.npos ? std::string_view() : path.substr(end);
  return segment;
}

struct Segment {
  std::string_view name, value;
};

/// The variable segments of `path`, when it has the pattern's form.
std::optional<std::vector<Segment>> take_apart(std::string_view pattern, std::string_view path) {
  std::vector<Segment> segments;
  while (!pattern.empty() && path.starts_with('/')) {
    const auto want = take_segment(pattern);
    const auto have = want == "*" ? std::exchange(path, {}).substr(1) : take_segment(path);
    if (have.empty()) return std::nullopt;
    if (want == "*" || want.starts_with('{'))
      segments.push_back({want, have});
    else if (want != have)
      return std::nullopt;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return segments;
}

std::string id_in(const Segment& segment) {
  if (segment.name == "*") return std::string(segment.value);
  const json::value value = json::string(segment.value);
  return as_id(value, at("path", segment.name.substr(1, segment.name.size() - 2)));
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

bool has_form(std::string_view path, std::string_view pattern) {
  return take_apart(pattern, path).has_value();
}

std::optional<Match> match(std::string_view method, std::string_view path) {
  for (const auto& route : kRoutes) {
    if (route.method != method) continue;
    const auto segments = take_apart(route.path, path);
    if (!segments) continue;
    Match found{&route, {}};
    for (const auto& segment : *segments) found.ids.push_back(id_in(segment));
    return found;
  }
  return std::nullopt;
}

}  // namespace storyreel::workspace
