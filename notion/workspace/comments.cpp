#include "notion/workspace/comments.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"
#include "notion/workspace/file_links.hpp"
#include "notion/workspace/file_uploads.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/markdown.hpp"
#include "notion/workspace/media_types.hpp"
#include "notion/workspace/mentions.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/types.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kAttachments = 3;

constexpr std::array kCreate{
    Field{"parent", Want::object},     Field{"discussion_id", Want::string},
    Field{"rich_text", Want::array},   Field{"markdown", Want::string},
    Field{"attachments", Want::array}, Field{"display_name", Want::object}};
constexpr std::array kUpdate{Field{"rich_text", Want::array}, Field{"markdown", Want::string}};
constexpr std::array kParent{Field{"type", Want::string}, Field{"page_id", Want::string},
                             Field{"block_id", Want::string}};
constexpr std::array kAttachment{Field{"file_upload_id", Want::string, true},
                                 Field{"type", Want::string}};
constexpr std::array kName{Field{"type", Want::string, true}, Field{"custom", Want::object}};
constexpr std::array kCustom{Field{"name", Want::string, true}};

/// Throws unless exactly one of two keys is there.
void check_one_of(const json::object& body, std::string_view one, std::string_view other) {
  if (body.contains(one) && body.contains(other))
    invalid_field(at("body", other), "not present", find(body, other));
  if (!body.contains(one) && !body.contains(other))
    invalid_field(at("body", one), "defined", nullptr);
}

json::array read_words(Call& call) {
  check_one_of(call.body, "rich_text", "markdown");
  const auto* markdown = find(call.body, "markdown");
  if (!markdown) return read_rich_text(call, call.body.at("rich_text"), "body.rich_text");
  return read_rich_text(call, read_inline(markdown->get_string()), "body.markdown");
}

json::array read_attachments(Call& call) {
  json::array read;
  const auto* sent = find(call.body, "attachments");
  if (!sent) return read;
  for (const auto& each : as_array(*sent, "body.attachments", kAttachments)) {
    const auto path = at("body.attachments", read.size());
    check_fields(as_object(each, path), path, kAttachment);
    const auto upload = attach(call, each.at("file_upload_id"), at(path, "file_upload_id"));
    read.push_back({{"category", category_of(upload.content_type)}, {"upload", upload.id}});
  }
  return read;
}

json::object read_name(Call& call) {
  const auto* sent = find(call.body, "display_name");
  json::object name{{"type", call.user.bot ? "integration" : "user"},
                    {"resolved_name", call.user.name}};
  if (!sent) return name;
  const std::string path = "body.display_name";
  check_fields(sent->get_object(), path, kName);
  const auto type = text_of(sent->get_object(), "type");
  if (type != "integration" && type != "user" && type != "custom")
    invalid_field(at(path, "type"), "`\"integration\"`, `\"user\"` or `\"custom\"`",
                  &sent->at("type"));
  name["type"] = type;
  if (type != "custom") return name;
  const auto* custom = find(sent->get_object(), "custom");
  if (!custom) invalid_field(at(path, "custom"), "defined", nullptr);
  check_fields(custom->get_object(), at(path, "custom"), kCustom);
  name["resolved_name"] = as_string(custom->at("name"), at(path, "custom.name"), limits::kContact);
  return name;
}

/// The page or block that the body's parent or discussion means.
std::string place_in(Call& call) {
  check_one_of(call.body, "parent", "discussion_id");
  if (const auto* discussion = find(call.body, "discussion_id")) {
    const auto id = as_id(*discussion, "body.discussion_id");
    const auto place = place_of_discussion(call.store, id);
    if (place.empty() || !call.store.visible(place, call.user)) not_found("discussion", id);
    return place;
  }
  const auto& parent = call.body.at("parent").get_object();
  check_fields(parent, "body.parent", kParent);
  if (const auto* page = find(parent, "page_id"))
    return get(call, as_id(*page, "body.parent.page_id"), Kind::page).id;
  const auto* block = find(parent, "block_id");
  if (!block) invalid_field("body.parent.page_id", "defined", nullptr);
  return get_block(call, as_id(*block, "body.parent.block_id")).id;
}

json::object show_comment(Call& call, const Comment& comment) {
  const auto place = call.store.find(comment.place);
  const auto key = place && place->kind == Kind::page ? "page_id" : "block_id";
  json::object shown{{"object", "comment"},
                     {"id", comment.id},
                     {"parent", {{"type", key}, {key, comment.place}}},
                     {"discussion_id", comment.discussion},
                     {"created_time", show_time(comment.created)},
                     {"last_edited_time", show_time(comment.edited)},
                     {"created_by", partial_user(comment.created_by)},
                     {"rich_text", comment.body.at("rich_text")},
                     {"display_name", comment.body.at("display_name")}};
  refresh_mentions(call, shown["rich_text"]);
  json::array files;
  for (const auto& each : comment.body.at("attachments").as_array())
    files.push_back({{"category", each.at("category")},
                     {"file", file_link(call, text_of(each.as_object(), "upload"))}});
  if (!files.empty()) shown["attachments"] = std::move(files);
  return shown;
}

Comment get_comment(Call& call) {
  auto comment = find_comment(call.store, call.id());
  if (!comment || !call.store.visible(comment->place, call.user)) not_found("comment", call.id());
  return *std::move(comment);
}

/// Only who made a comment may change it.
Comment own_comment(Call& call) {
  auto comment = get_comment(call);
  if (comment.created_by != call.user.id)
    throw ApiError(Code::restricted_resource, "Comments can only be changed by who created them.");
  return comment;
}

}  // namespace

json::object create_comment(Call& call) {
  check_fields(call.body, "body", kCreate);
  Comment comment{.id = new_uuid(),
                  .place = place_in(call),
                  .created = call.now,
                  .edited = call.now,
                  .created_by = call.user.id};
  const auto* discussion = find(call.body, "discussion_id");
  comment.discussion = discussion ? as_id(*discussion, "body.discussion_id") : new_uuid();
  check_writable(call, *call.store.find(comment.place));
  comment.body = {{"rich_text", read_words(call)},
                  {"attachments", read_attachments(call)},
                  {"display_name", read_name(call)}};
  if (comment.body.at("rich_text").as_array().empty() &&
      comment.body.at("attachments").as_array().empty())
    invalid_field("body.rich_text", "some text, or the comment should have attachments",
                  find(call.body, "rich_text"));
  insert_comment(call.store, comment);
  return show_comment(call, comment);
}

json::object list_comments(Call& call) {
  const auto id = call.parameter("block_id");
  if (!id) invalid_field("query.block_id", "defined", nullptr);
  const auto place = get_block(call, as_id(json::string(*id), "query.block_id"));
  const auto page = slice(call, [&] { return list_comments(call.store, place.id); });
  json::array shown;
  for (const auto& each : page.ids)
    if (const auto comment = find_comment(call.store, each))
      shown.emplace_back(show_comment(call, *comment));
  return list_object(std::move(shown), page, "comment");
}

json::object retrieve_comment(Call& call) {
  return show_comment(call, get_comment(call));
}

json::object update_comment(Call& call) {
  check_fields(call.body, "body", kUpdate);
  auto comment = own_comment(call);
  comment.body["rich_text"] = read_words(call);
  comment.edited = call.now;
  update_comment(call.store, comment);
  return show_comment(call, comment);
}

json::object delete_comment(Call& call) {
  const auto comment = own_comment(call);
  remove_comment(call.store, comment);
  return show_comment(call, comment);
}

}  // namespace storyreel::workspace
