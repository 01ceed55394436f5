#include "notion/workspace/file_uploads.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/file_import.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/media_types.hpp"
#include "notion/workspace/multipart.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/types.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kCreate{Field{"mode", Want::string}, Field{"filename", Want::string},
                             Field{"content_type", Want::string},
                             Field{"number_of_parts", Want::number},
                             Field{"external_url", Want::string}};
constexpr std::array<std::string_view, 3> kModes{"single_part", "multi_part", "external_url"};
constexpr std::array<std::string_view, 4> kStatuses{"pending", "uploaded", "expired", "failed"};

constexpr std::chrono::hours kLife{1};
constexpr std::size_t kNameBytes = 900;
constexpr int kMostParts = 1000;
constexpr std::size_t kLeastPart = 5u << 20;
constexpr std::size_t kMostPart = 20u << 20;
constexpr std::int64_t kMostFile = 5'368'709'120;

std::string listed(std::span<const std::string_view> words) {
  std::string list;
  for (const auto word : words)
    list += (list.empty() ? "`\"" : ", `\"") + std::string(word) + "\"`";
  return list;
}

std::string one_of(const json::object& body, std::string_view key,
                   std::span<const std::string_view> words) {
  const auto* value = find(body, key);
  const auto text = value ? std::string(value->get_string()) : std::string(words.front());
  if (std::ranges::find(words, text) == words.end())
    invalid_field(at("body", key), "one of " + listed(words), value);
  return text;
}

std::string_view status_of(const Upload& upload, Time now) {
  return upload.expired(now) ? std::string_view("expired") : std::string_view(upload.status);
}

std::string supported(const std::string& type) {
  auto plain = plain_media_type(type);
  if (!is_media_type(plain)) invalid("The file type `" + plain + "` is not supported.");
  return plain;
}

/// Sets name and type; each gives the other where it is missing, and they must agree.
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
    name += "." + std::string(extension_of(upload.content_type));
  if (name.size() > kNameBytes) invalid_field("body.filename.length", "≤ `900`", nullptr);
  if (!name.empty()) upload.filename = name;
}

void read_parts(Upload& upload, const json::object& body) {
  const auto* parts = find(body, "number_of_parts");
  if (upload.mode != "multi_part") {
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

/// The caller's upload; others' are not there for it.
Upload own_upload(Call& call, std::string_view id) {
  auto upload = find_upload(call.store, id);
  if (!upload || upload->created_by != call.user.id) not_found("file upload", id);
  return *std::move(upload);
}

Upload open_upload(Call& call) {
  auto upload = own_upload(call, call.id());
  const auto status = status_of(upload, call.now);
  if (status != "pending")
    invalid("The file upload has a status of `" + std::string(status) +
            "`; only a `pending` one takes contents.");
  if (upload.mode == "external_url")
    invalid("The file upload has a mode of `external_url`: its contents are imported, not sent.");
  return upload;
}

const FormField* field_of(const std::vector<FormField>& form, std::string_view name) {
  const auto found = std::ranges::find(form, name, &FormField::name);
  return found == form.end() ? nullptr : &*found;
}

int part_number(const Upload& upload, const FormField* field) {
  if (upload.mode == "single_part") {
    if (field) invalid("`part_number` only goes with a mode of `multi_part`.");
    return 1;
  }
  if (!field) invalid_field("body.part_number", "defined", nullptr);
  int number = 0;
  const auto end = field->bytes.data() + field->bytes.size();
  const bool whole = std::from_chars(field->bytes.data(), end, number).ptr == end;
  const json::value was = json::string(field->bytes.substr(0, 20));
  if (!whole || number < 1 || number > upload.parts)
    invalid_field("body.part_number",
                  "an integer from `1` to `" + std::to_string(upload.parts) + "`", &was);
  return number;
}

/// The type of what is sent must be the one announced; a part without any is taken on trust.
void check_type(Upload& upload, const FormField& file) {
  const auto sent = plain_media_type(file.content_type);
  if (upload.content_type.empty() || upload.filename.empty()) {
    const bool vague = sent == "application/octet-stream";
    const auto name = upload.filename.empty() ? file.filename.value_or("") : upload.filename;
    describe(upload, name, upload.content_type.empty() && !vague ? sent : upload.content_type);
    if (upload.content_type.empty()) invalid("The file type of `file` is not known.");
    if (vague) return;
  }
  if (!sent.empty() && sent != upload.content_type)
    invalid("The content type of `file`, `" + sent +
            "`, does not match the file upload's content type, `" + upload.content_type + "`.");
}

void check_part_size(const Upload& upload, int number, std::size_t size) {
  if (size > kMostPart)
    invalid("A part of a file can be at most 20 MiB, instead was " + std::to_string(size) +
            " bytes.");
  const bool last = upload.mode == "single_part" || number == upload.parts;
  if (!last && size < kLeastPart)
    invalid("A part of a file that is not the last one must be at least 5 MiB, instead was " +
            std::to_string(size) + " bytes.");
}

void finish(Call& call, Upload& upload) {
  const auto lengths = part_lengths(call.store, upload.id);
  if (std::ssize(lengths) != upload.parts)
    invalid("The file upload has " + std::to_string(lengths.size()) + " of " +
            std::to_string(upload.parts) + " parts: send the others before completing it.");
  std::int64_t length = 0;
  for (const auto& [part, size] : lengths) length += size;
  if (length > kMostFile) invalid("The file is larger than this workspace's limit of 5 GiB.");
  upload.length = length;
  upload.status = "uploaded";
}

}  // namespace

std::size_t body_bytes_of(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  const bool part = path.contains("/v1/file_uploads/") && path.ends_with("/send");
  return part ? kSendBytes : 1u << 20;
}

json::object create_file_upload(Call& call) {
  check_fields(call.body, "body", kCreate);
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

json::object send_file_upload(Call& call) {
  auto upload = open_upload(call);
  const auto form = parse_form(call.content_type, call.bytes);
  if (!form) invalid("The body of this request must be valid multipart/form-data.");
  const auto* file = field_of(*form, "file");
  if (!file) invalid_field("body.file", "defined", nullptr);
  const auto number = part_number(upload, field_of(*form, "part_number"));
  check_type(upload, *file);
  check_part_size(upload, number, file->bytes.size());
  keep_part(call.store, upload.id, number, file->bytes);
  if (upload.mode == "single_part") finish(call, upload);
  upload.edited = call.now;
  update_upload(call.store, upload);
  return show_upload(call, upload);
}

json::object complete_file_upload(Call& call) {
  check_fields(call.body, "body", {});
  auto upload = open_upload(call);
  if (upload.mode != "multi_part")
    invalid("Only file uploads with a mode of `multi_part` are completed.");
  finish(call, upload);
  upload.edited = call.now;
  update_upload(call.store, upload);
  return show_upload(call, upload);
}

json::object retrieve_file_upload(Call& call) {
  return show_upload(call, own_upload(call, call.id()));
}

json::object list_file_uploads(Call& call) {
  const auto status = call.parameter("status").value_or("");
  const json::value was = json::string(status);
  if (!status.empty() && std::ranges::find(kStatuses, status) == kStatuses.end())
    invalid_field("query.status", "one of " + listed(kStatuses), &was);
  const auto page =
      slice(call, [&] { return list_uploads(call.store, call.user.id, status, call.now); });
  json::array shown;
  for (const auto& id : page.ids)
    if (const auto upload = find_upload(call.store, id))
      shown.emplace_back(show_upload(call, *upload));
  return list_object(std::move(shown), page, "file_upload");
}

Upload attach(Call& call, const json::value& id, std::string_view path) {
  auto upload = own_upload(call, as_id(id, path));
  const auto status = status_of(upload, call.now);
  if (status != "uploaded")
    invalid("The file upload " + upload.id + " has a status of `" + std::string(status) +
            "`; only an `uploaded` one can be attached.");
  upload.expires.reset();
  update_upload(call.store, upload);
  return upload;
}

}  // namespace storyreel::workspace
