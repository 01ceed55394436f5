#include <array>

#include "notion/workspace/file_links.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

// Files as requests name them: by URL, by upload, or by a link that was read before.
namespace storyreel::workspace {
namespace {

constexpr std::array kUploadId{Field{"id", Want::string, true}};
constexpr std::array kLink{Field{"url", Want::string, true},
                           Field{"expiry_time", Want::any, false, true}};
constexpr std::array kCover{Field{"type", Want::string}, Field{"external", Want::object},
                            Field{"file_upload", Want::object}, Field{"file", Want::object}};
constexpr std::array kNamedFile{Field{"name", Want::string}, Field{"type", Want::string},
                                Field{"external", Want::object}, Field{"file_upload", Want::object},
                                Field{"file", Want::object}};
constexpr std::array kIcon{Field{"type", Want::string},        Field{"external", Want::object},
                           Field{"file_upload", Want::object}, Field{"file", Want::object},
                           Field{"emoji", Want::string},       Field{"icon", Want::object},
                           Field{"custom_emoji", Want::object}};
constexpr std::array kNamed{Field{"name", Want::string, true}, Field{"color", Want::string}};

void check_kind(const Upload& upload, std::string_view kind, std::string_view path) {
  const json::value was = json::string(upload.content_type);
  const bool fits = kind == "pdf" ? upload.content_type == "application/pdf"
                                  : upload.content_type.starts_with(std::string(kind) + "/");
  if (!kind.empty() && !fits)
    invalid_field(path, "a file upload of type " + std::string(kind), &was);
}

json::object kept_file(Call& call, const json::value& value, std::string_view path,
                       std::string_view kind) {
  check_fields(as_object(value, path), path, kLink);
  const auto& url = value.at("url");
  // A page that is read and written back keeps its files, even by links that have expired.
  const auto id = upload_of_link(call.store, as_string(url, at(path, "url"), 2 * limits::kUrl));
  const auto upload = id.empty() ? std::nullopt : find_upload(call.store, id);
  if (!upload) invalid_field(at(path, "url"), "a URL of a file in this workspace", &url);
  check_kind(*upload, kind, path);
  return stored_file(id);
}

json::object read_emoji(const json::value& value, std::string_view path) {
  const auto sign = as_string(value, path, 32);
  if (sign.empty() || static_cast<unsigned char>(sign.front()) < 0x80)
    // Keycaps (1️⃣) are the emoji that begin with an ASCII sign.
    if (sign.empty() || !sign.contains("\xE2\x83\xA3")) invalid_field(path, "an emoji", &value);
  return {{"type", "emoji"}, {"emoji", sign}};
}

json::object read_named(const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kNamed);
  const auto color = text_of(value.get_object(), "color");
  return {{"type", "icon"},
          {"icon",
           {{"name", as_string(value.at("name"), at(path, "name"), limits::kContact)},
            {"color", color.empty() ? "gray" : color}}}};
}

}  // namespace

json::object stored_file(std::string_view upload) {
  return {{"upload", upload}};
}

json::object read_file(Call& call, const json::object& value, std::string_view path,
                       std::string_view kind) {
  if (const auto* upload = find(value, "file_upload")) {
    const auto place = at(path, "file_upload");
    check_fields(as_object(*upload, place), place, kUploadId);
    const auto attached = attach(call, upload->at("id"), at(place, "id"));
    check_kind(attached, kind, place);
    return {{"type", "file"}, {"file", stored_file(attached.id)}};
  }
  if (const auto* file = find(value, "file"))
    return {{"type", "file"}, {"file", kept_file(call, *file, at(path, "file"), kind)}};
  const auto* external = find(value, "external");
  if (!external) invalid_field(at(path, "external"), "defined", nullptr);
  return {{"type", "external"}, {"external", read_link(*external, at(path, "external"))}};
}

std::string file_name(Call& call, const json::object& file) {
  const auto* external = find(file, "external");
  if (!external)
    return find_upload(call.store, text_of(file.at("file").get_object(), "upload"))->filename;
  const auto url = text_of(external->get_object(), "url");
  const auto path = url.substr(0, url.find_first_of("?#"));
  const auto name = path.substr(path.rfind('/') + 1);
  return name.empty() ? url : name;
}

json::array read_files(Call& call, const json::value& value, std::string_view path) {
  json::array files;
  for (const auto& each : as_array(value, path, limits::kArray)) {
    const auto place = at(path, files.size());
    check_fields(as_object(each, place), place, kNamedFile);
    auto file = read_file(call, each.get_object(), place, "");
    const auto* name = find(each.get_object(), "name");
    // An upload brings its own name.
    if (!name && !find(each.get_object(), "file_upload"))
      invalid_field(at(place, "name"), "defined", nullptr);
    file["name"] =
        name ? as_string(*name, at(place, "name"), limits::kText) : file_name(call, file);
    files.push_back(std::move(file));
  }
  return files;
}

json::value read_cover(Call& call, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  check_fields(as_object(value, path), path, kCover);
  return read_file(call, value.get_object(), path, "image");
}

json::value read_icon(Call& call, const json::value& value, std::string_view path) {
  if (value.is_null()) return nullptr;
  const auto& object = as_object(value, path);
  check_fields(object, path, kIcon);
  if (const auto* emoji = find(object, "emoji")) return read_emoji(*emoji, at(path, "emoji"));
  if (const auto* icon = find(object, "icon")) return read_named(*icon, at(path, "icon"));
  if (find(object, "custom_emoji"))
    invalid("Could not find custom emoji: this workspace has none of its own.");
  return read_file(call, object, path, "image");
}

}  // namespace storyreel::workspace
