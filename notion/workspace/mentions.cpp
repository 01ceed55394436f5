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

constexpr std::array kMention{Field{"type", Want::string}, Field{"user", Want::object},
                              Field{"page", Want::object}, Field{"database", Want::object},
                              Field{"date", Want::object}, Field{"template_mention", Want::object}};
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

struct MentionType {
  std::string_view name;
  Mention (*read)(Call&, const json::object&, std::string_view);
};
constexpr std::array kTypes{MentionType{"user", read_user}, MentionType{"page", read_page},
                            MentionType{"database", read_database}, MentionType{"date", read_day},
                            MentionType{"template_mention", read_template}};

}  // namespace

Mention read_mention(Call& call, const json::value& value, std::string_view path) {
  const auto& mention = as_object(value, path);
  check_fields(mention, path, kMention);
  for (const auto& type : kTypes)
    if (const auto* content = find(mention, type.name))
      return type.read(call, content->get_object(), at(path, type.name));
  invalid_field(at(path, "user"), "defined", nullptr);
}

}  // namespace storyreel::workspace
