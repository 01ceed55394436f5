#include "notion/parse.hpp"

#include "daemon/runtime/error.hpp"
#include "notion/json_reader.hpp"
#include "notion/parse_property.hpp"
#include "notion/property.hpp"
#include "notion/value.hpp"

namespace storyreel::notion {
namespace {

// Version 2026-03-11 says in_trash; older replies said archived.
bool in_trash(const Reader& reader) {
  return reader.find("in_trash") ? reader.flag("in_trash") : reader.flag("archived");
}

std::string user_id(const Reader& reader, std::string_view key) {
  const auto user = reader.child(key);
  return user ? user->text("id") : std::string();
}

// {"type":"data_source_id","data_source_id":"…","database_id":"…"}: the member that type names.
std::string parent_id(const Reader& reader) {
  const auto parent = reader.child("parent");
  if (!parent) return {};
  const auto type = parent->text("type");
  return type == "workspace" ? std::string() : parent->text(type);
}

std::string file_of(const Reader& owner, std::string_view key) {
  const auto shown = owner.child(key);
  if (!shown) return {};
  if (const auto external = shown->child("external")) return external->text("url");
  const auto file = shown->child("file");
  return file ? file_name(file->text("url")) : shown->text("type");
}

Page read_page(const Reader& reader) {
  reader.expect("page");
  Page page{.id = reader.need_id("id"),
            .created_time = reader.need_time("created_time"),
            .created_by = user_id(reader, "created_by"),
            .last_edited_time = reader.need_time("last_edited_time"),
            .last_edited_by = user_id(reader, "last_edited_by"),
            .in_trash = in_trash(reader),
            .parent_id = parent_id(reader),
            .url = reader.text("url"),
            .properties = {}};
  const auto properties = reader.need_child("properties");
  for (const auto [name, value] : properties.object()) {
    page.properties.emplace(name, read_property(properties.at(value, name)));
  }
  page.properties[std::string(kCover)] = {.id = std::string(kCover),
                                          .type = std::string(word(Type::cover)),
                                          .text = file_of(reader, "cover")};
  return page;
}

std::string block_text(const Reader& block, const std::string& type) {
  const auto content = block.child(type);
  if (!content) return {};
  return content->find("title") ? content->text("title") : plain_text(*content, "rich_text").text;
}

bool has_text(const std::string& type) {
  return type != "unsupported" && !type.empty();
}

Block read_block(const Reader& reader) {
  reader.expect("block");
  const auto type = reader.text("type");
  return {.id = reader.need_id("id"),
          .type = type,
          .created_time = reader.need_time("created_time"),
          .created_by = user_id(reader, "created_by"),
          .has_children = reader.flag("has_children"),
          .in_trash = in_trash(reader),
          .text = has_text(type) ? block_text(reader, type) : std::string(),
          .file = type == "video" ? file_of(reader, type) : std::string()};
}

std::vector<Option> named(const Reader& reader, std::string_view key) {
  std::vector<Option> found;
  if (const auto list = reader.list(key)) {
    for (const auto element : *list) found.push_back(read_option(reader.at(element, key)));
  }
  return found;
}

SourceProperty read_schema(const Reader& reader, std::string_view name) {
  const auto type = reader.need_text("type");
  const auto detail = reader.child(type);
  return {.id = reader.need_text("id"),
          .name = std::string(name),
          .type = type,
          .options = detail ? named(*detail, "options") : std::vector<Option>()};
}

bool is_arranged(const Reader& reader) {
  const auto sorts = reader.list("sorts");
  const auto quick = reader.child("quick_filters");
  return reader.child("filter") || (sorts && sorts->size() > 0) ||
         (quick && quick->object().size() > 0);
}

View read_view(const Reader& reader) {
  reader.expect("view");
  return {.id = reader.need_id("id"),
          .name = reader.text("name"),
          .type = reader.text("type"),
          .source_id = reader.text("data_source_id"),
          .created_by = user_id(reader, "created_by"),
          .last_edited_by = user_id(reader, "last_edited_by"),
          .arranged = is_arranged(reader)};
}

template <class Read>
auto read_list(const std::string& json, Read read) {
  const Document document(json);
  const Reader reader(document.root(), "list");
  reader.expect("list");
  List<decltype(read(reader))> list;
  const auto results = reader.list("results");
  if (!results) reader.fail("results", "is missing");
  for (const auto element : *results) list.results.push_back(read(reader.at(element, "results")));
  list.has_more = reader.flag("has_more");
  list.next_cursor = reader.text("next_cursor");
  if (list.has_more && list.next_cursor.empty()) reader.fail("next_cursor", "is missing");
  const auto status = reader.child("request_status");
  list.incomplete = status && status->text("type") == "incomplete";
  return list;
}

// What Notion does not say, or not as a number, is not known.
std::optional<std::int64_t> most_upload(const Reader& user) {
  const auto bot = user.child("bot");
  const auto limits = bot ? bot->child("workspace_limits") : std::nullopt;
  const auto most = limits ? limits->find("max_file_upload_size_in_bytes") : std::nullopt;
  std::int64_t bytes = 0;
  if (!most || most->get(bytes) != simdjson::SUCCESS || bytes <= 0) return std::nullopt;
  return bytes;
}

}  // namespace

Page parse_page(const std::string& json) {
  const Document document(json);
  return read_page({document.root(), "page"});
}

List<Page> parse_pages(const std::string& json) {
  return read_list(json, read_page);
}

List<Block> parse_blocks(const std::string& json) {
  return read_list(json, read_block);
}

Database parse_database(const std::string& json) {
  const Document document(json);
  const Reader reader(document.root(), "database");
  reader.expect("database");
  return {.id = reader.need_id("id"),
          .title = plain_text(reader, "title").text,
          .url = reader.text("url"),
          .parent_id = parent_id(reader),
          .in_trash = in_trash(reader),
          .sources = named(reader, "data_sources")};
}

Source parse_source(const std::string& json) {
  const Document document(json);
  const Reader reader(document.root(), "data_source");
  reader.expect("data_source");
  Source source{.id = reader.need_id("id"),
                .database_id = parent_id(reader),
                .in_trash = in_trash(reader),
                .properties = {}};
  const auto properties = reader.need_child("properties");
  for (const auto [name, value] : properties.object()) {
    source.properties.push_back(read_schema(properties.at(value, name), name));
  }
  return source;
}

View parse_view(const std::string& json) {
  const Document document(json);
  return read_view({document.root(), "view"});
}

List<View> parse_views(const std::string& json) {
  return read_list(json, read_view);
}

User parse_user(const std::string& json) {
  const Document document(json);
  const Reader reader(document.root(), "user");
  reader.expect("user");
  return {
      .id = reader.need_id("id"), .name = reader.text("name"), .most_upload = most_upload(reader)};
}

Block parse_block(const std::string& json) {
  const Document document(json);
  return read_block({document.root(), "block"});
}

FileUpload parse_file_upload(const std::string& json) {
  const Document document(json);
  const Reader reader(document.root(), "file_upload");
  reader.expect("file_upload");
  return {.id = reader.need_id("id"), .status = reader.text("status")};
}

Failure parse_failure(const std::string& body) {
  try {
    const Document document(body);
    const Reader reader(document.root(), "error");
    reader.expect("error");
    Failure failure{.code = reader.text("code"),
                    .message = reader.text("message"),
                    .request_id = reader.text("request_id"),
                    .committed_id = reader.text("committed_resource_id"),
                    .rate_limit_reason = {}};
    if (const auto more = reader.child("additional_data")) {
      failure.rate_limit_reason = more->text("rate_limit_reason");
      if (failure.committed_id.empty()) failure.committed_id = more->text("committed_resource_id");
    }
    return failure;
  } catch (const Error&) {
    return {};
  }
}

}  // namespace storyreel::notion
