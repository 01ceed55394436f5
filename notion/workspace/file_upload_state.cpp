#include "notion/workspace/file_upload_state.hpp"

#include <algorithm>

#include "notion/workspace/media_types.hpp"
#include "notion/workspace/types.hpp"

namespace storyreel::workspace {
namespace {

/// Of the filename in UTF-8, with its extension: bytes, not characters.
constexpr std::size_t kNameBytes = 900;

std::string supported(const std::string& type) {
  auto plain = plain_media_type(type);
  if (!is_media_type(plain)) invalid("The file type `" + plain + "` is not supported.");
  return plain;
}

}  // namespace

std::string_view status_of(const Upload& upload, Time now) {
  return upload.expired(now) ? std::string_view("expired") : std::string_view(upload.status);
}

json::object show_upload(Call& call, const Upload& upload) {
  const auto status = status_of(upload, call.now);
  const auto text = [](const std::string& value) {
    return value.empty() ? json::value() : json::value(json::string(value));
  };
  const auto maker = call.store.users();
  const auto user = std::ranges::find(maker, upload.created_by, &User::id);
  json::object shown{
      {"object", "file_upload"},
      {"id", upload.id},
      {"created_time", show_time(upload.created)},
      {"created_by",
       {{"id", upload.created_by}, {"type", user != maker.end() && !user->bot ? "person" : "bot"}}},
      {"last_edited_time", show_time(upload.edited)},
      {"in_trash", false},
      {"expiry_time", upload.expires ? text(show_time(*upload.expires)) : json::value()},
      {"status", status},
      {"filename", text(upload.filename)},
      {"content_type", text(upload.content_type)},
      {"content_length", upload.length ? json::value(*upload.length) : json::value()}};
  // Never trashed, but the older SDK's types want the field.
  if (call.older()) shown["archived"] = false;
  if (!upload.import.empty()) shown["file_import_result"] = upload.import;
  if (upload.mode == "multi_part")
    shown["number_of_parts"] =
        json::object{{"total", upload.parts}, {"sent", part_lengths(call.store, upload.id).size()}};
  const auto link = call.base_url + "/v1/file_uploads/" + upload.id;
  const bool open = status == "pending" && upload.mode != "external_url";
  if (open) shown["upload_url"] = link + "/send";
  if (open && upload.mode == "multi_part") shown["complete_url"] = link + "/complete";
  return shown;
}

Upload own_upload(Call& call, std::string_view id) {
  auto upload = find_upload(call.store, id);
  if (!upload || upload->created_by != call.user.id) not_found("file upload", id);
  return *std::move(upload);
}

void describe(Upload& upload, std::string name, const std::string& type) {
  if (!type.empty()) upload.content_type = supported(type);
  const auto of_name = media_type_of(name);
  if (upload.content_type.empty() && !name.empty()) {
    if (of_name.empty()) invalid("The extension of the filename `" + name + "` is not supported.");
    upload.content_type = of_name;
  }
  const bool agree = of_name.empty() || is_extension_of(name, upload.content_type);
  if (!agree)
    invalid("The content type `" + upload.content_type +
            "` does not match the extension of the filename `" + name + "`.");
  if (!name.empty() && of_name.empty())
    // A download is opened by its extension.
    name += "." + std::string(extension_of(upload.content_type));
  if (name.size() > kNameBytes) invalid_field("body.filename.length", "≤ `900`", nullptr);
  if (!name.empty()) upload.filename = name;
}

std::string listed(std::span<const std::string_view> words) {
  std::string list;
  for (const auto word : words)
    list += (list.empty() ? "`\"" : ", `\"") + std::string(word) + "\"`";
  return list;
}

}  // namespace storyreel::workspace
