#include "notion/workspace/mentions.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "notion/workspace/dates.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/types.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kMention{
    Field{"type", Want::string},        Field{"user", Want::object},
    Field{"page", Want::object},        Field{"database", Want::object},
    Field{"date", Want::object},        Field{"template_mention", Want::object},
    Field{"custom_emoji", Want::object}};
constexpr std::array kEmoji{Field{"id", Want::string, true}, Field{"name", Want::string},
                            Field{"url", Want::string}};
constexpr std::array kTarget{Field{"id", Want::string, true}};
constexpr std::array<std::string_view, 2> kDays{"today", "now"};
constexpr std::array<std::string_view, 1> kMe{"me"};

Mention made(std::string_view type, json::object content, std::string plain, json::value href) {
  return {{{"type", type}, {type, std::move(content)}}, std::move(plain), std::move(href)};
}

Mention read_user(Call& call, const json::object& user, std::string_view path) {
  const auto id = as_id(find(user, "id") ? user.at("id") : json::value(), at(path, "id"));
  const auto users = call.store.users();
  const auto found = std::ranges::find(users, id, &User::id);
  if (found == users.end()) not_found("user", id);
  return made("user", partial_user(id), "@" + found->name, nullptr);
}

Mention read_node(Call& call, const json::object& target, std::string_view path, Kind kind) {
  check_fields(target, path, kTarget);
  const auto node = get(call, as_id(target.at("id"), at(path, "id")), kind);
  return made(name_of(kind), {{"id", node.id}}, node.title.empty() ? "Untitled" : node.title,
              json::string(link_to(call, node.id)));
}

Mention read_page(Call& call, const json::object& page, std::string_view path) {
  return read_node(call, page, path, Kind::page);
}

Mention read_database(Call& call, const json::object& database, std::string_view path) {
  return read_node(call, database, path, Kind::database);
}

Mention read_day(Call&, const json::object& sent, std::string_view path) {
  auto date = read_date(sent, path);
  auto plain = date_text(date);
  return made("date", std::move(date), std::move(plain), nullptr);
}

/// {type: template_mention_date, template_mention_date: "today"} and the like.
Mention read_template(Call&, const json::object& sent, std::string_view path) {
  const bool day = sent.contains("template_mention_date");
  const std::string_view type = day ? "template_mention_date" : "template_mention_user";
  check_fields(sent, path,
               std::array{Field{"type", Want::string}, Field{type, Want::string, true}});
  auto word = as_one_of(sent.at(type), at(path, type),
                        day ? std::span<const std::string_view>(kDays) : kMe);
  return made("template_mention", {{"type", type}, {type, word}}, "@" + word, nullptr);
}

/// There are none in this workspace.
Mention read_emoji(Call&, const json::object& emoji, std::string_view path) {
  check_fields(emoji, path, kEmoji);
  not_found("custom_emoji", as_id(emoji.at("id"), at(path, "id")));
}

struct MentionType {
  std::string_view name;
  Mention (*read)(Call&, const json::object&, std::string_view);
};
constexpr std::array kTypes{MentionType{"user", read_user},
                            MentionType{"page", read_page},
                            MentionType{"database", read_database},
                            MentionType{"date", read_day},
                            MentionType{"template_mention", read_template},
                            MentionType{"custom_emoji", read_emoji}};

std::string present_name(Call& call, std::string_view type, const std::string& id) {
  if (type == "user") {
    const auto users = call.store.users();
    const auto found = std::ranges::find(users, id, &User::id);
    return "@" + (found == users.end() ? "Unknown" : found->name);
  }
  const auto node = call.store.find(id);
  const bool seen = node && !node->title.empty() && call.store.visible(id, call.user);
  return seen ? node->title : "Untitled";
}

}  // namespace

Mention read_mention(Call& call, const json::value& value, std::string_view path) {
  const auto& mention = as_object(value, path);
  check_fields(mention, path, kMention);
  for (const auto& type : kTypes)
    if (const auto* content = find(mention, type.name))
      return type.read(call, content->get_object(), at(path, type.name));
  invalid_field(at(path, "user"), "defined", nullptr);
}

void refresh_mentions(Call& call, json::value& rich_text) {
  if (!rich_text.is_array()) return;
  for (auto& item : rich_text.get_array()) {
    auto& run = item.as_object();
    const auto* mention = find(run, "mention");
    if (!mention) continue;
    const auto type = text_of(mention->as_object(), "type");
    if (type == "user" || type == "page" || type == "database")
      run["plain_text"] = present_name(call, type, text_of(mention->at(type).as_object(), "id"));
  }
}

}  // namespace storyreel::workspace
