#pragma once

#include <optional>
#include <string>

#include "daemon/runtime/http_client.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel::commands {

/// What a person sees of a video's row.
struct SeenVideo {
  std::string status;
  std::string error;
  std::string render;
  bool approved = false;
};

/// Does what a person would do in the workspace, over its public API. Throws Error with the
/// workspace's own message.
class Person {
 public:
  Person(HttpClient& http, std::string base_url, std::string token);

  /// The page of the video with that title in a data source.
  Task<std::optional<std::string>> find(std::string source_id, std::string title);

  /// Adds a row with a body: `script`'s paragraphs are separated by blank lines.
  Task<std::string> add(std::string source_id, std::string title, std::string script);

  Task<SeenVideo> look(std::string page_id);

  /// Ticks Script Approved.
  Task<> approve(std::string page_id);

 private:
  Task<std::string> call(std::string method, std::string path, std::string body);

  HttpClient& http_;
  std::string base_url_;
  std::string token_;
};

}  // namespace storyreel::commands
