#include <algorithm>
#include <charconv>
#include <iterator>

#include "notion/workspace/file_upload_state.hpp"
#include "notion/workspace/media_types.hpp"
#include "notion/workspace/multipart.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// What Notion documents for parts.
constexpr std::size_t kLeastPart = 5u << 20;
constexpr std::size_t kMostPart = 20u << 20;

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
  // The message repeats what was sent, but not megabytes of it.
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
  if (const auto most = most_file(call.store); length > most)
    invalid("The file is larger than this workspace's limit of " + std::to_string(most) +
            " bytes.");
  upload.length = length;
  upload.status = "uploaded";
}

}  // namespace

json::object send_file_upload(Call& call) {
  auto upload = open_upload(call);
  const auto form = parse_form(call.content_type, call.bytes);
  if (!form) invalid("The body of this request must be valid multipart/form-data.");
  const auto* file = field_of(*form, "file");
  if (!file) invalid_field("body.file", "defined", nullptr);
  const auto number = part_number(upload, field_of(*form, "part_number"));
  check_type(upload, *file);
  check_part_size(upload, number, file->bytes.size());
  // Parts come in any order, and again when a client was not sure.
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

}  // namespace storyreel::workspace
