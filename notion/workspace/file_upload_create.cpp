#include <algorithm>
#include <array>
#include <chrono>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/file_import.hpp"
#include "notion/workspace/file_upload_state.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{Field{"mode", Want::string}, Field{"filename", Want::string},
                             Field{"content_type", Want::string},
                             Field{"number_of_parts", Want::number},
                             Field{"external_url", Want::string}};
constexpr std::array<std::string_view, 3> kModes{"single_part", "multi_part", "external_url"};

/// Notion drops an upload that nothing was attached to within the hour.
constexpr std::chrono::hours kLife{1};
constexpr int kMostParts = 1000;

std::string one_of(const json::object& body, std::string_view key,
                   std::span<const std::string_view> words) {
  const auto* value = find(body, key);
  const auto text = value ? std::string(value->get_string()) : std::string(words.front());
  if (std::ranges::find(words, text) == words.end())
    invalid_field(at("body", key), "one of " + listed(words), value);
  return text;
}

void read_parts(Upload& upload, const json::object& body) {
  const auto* parts = find(body, "number_of_parts");
  if (upload.mode != "multi_part") {
    // Each field goes with one mode only.
    if (parts) invalid_field("body.number_of_parts", "not present", parts);
    return;
  }
  if (upload.filename.empty()) invalid_field("body.filename", "defined", nullptr);
  if (!parts) invalid_field("body.number_of_parts", "defined", nullptr);
  upload.parts = static_cast<int>(as_number(*parts, "body.number_of_parts", 1, kMostParts));
  if (static_cast<double>(upload.parts) != parts->to_number<double>())
    invalid_field("body.number_of_parts", "an integer", parts);
}

void read_source(Upload& upload, const json::object& body) {
  const auto* url = find(body, "external_url");
  if (upload.mode != "external_url") {
    if (url) invalid_field("body.external_url", "not present", url);
    return;
  }
  if (!url) invalid_field("body.external_url", "defined", nullptr);
  if (upload.filename.empty()) invalid_field("body.filename", "defined", nullptr);
  upload.url = as_string(*url, "body.external_url", limits::kUrl);
  begin_import(upload);
}

}  // namespace

json::object create_file_upload(Call& call) {
  check_fields(call.body, "body", kCreate);
  // Here rather than by a clock: only new uploads need the room.
  drop_expired(call.store, call.now);
  Upload upload{.id = new_uuid(),
                .mode = one_of(call.body, "mode", kModes),
                .created = call.now,
                .edited = call.now,
                .expires = call.now + kLife,
                .created_by = call.user.id};
  describe(upload, text_of(call.body, "filename"), text_of(call.body, "content_type"));
  read_parts(upload, call.body);
  read_source(upload, call.body);
  insert_upload(call.store, upload);
  return show_upload(call, upload);
}

}  // namespace storyreel::workspace
