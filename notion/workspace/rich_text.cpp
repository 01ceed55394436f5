#include "notion/workspace/rich_text.hpp"

#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/mentions.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kItem{Field{"type", Want::string},          Field{"text", Want::object},
                           Field{"mention", Want::object},       Field{"equation", Want::object},
                           Field{"annotations", Want::object},   Field{"plain_text", Want::string},
                           Field{"href", Want::any, false, true}};
constexpr std::array kText{Field{"content", Want::string, true},
                           Field{"link", Want::object, false, true}};
constexpr std::array kAnnotations{
    Field{"bold", Want::boolean},          Field{"italic", Want::boolean},
    Field{"strikethrough", Want::boolean}, Field{"underline", Want::boolean},
    Field{"code", Want::boolean},          Field{"color", Want::string}};
constexpr auto kColors = std::to_array<std::string_view>({"default",
                                                          "gray",
                                                          "brown",
                                                          "orange",
                                                          "yellow",
                                                          "green",
                                                          "blue",
                                                          "purple",
                                                          "pink",
                                                          "red",
                                                          "default_background",
                                                          "gray_background",
                                                          "brown_background",
                                                          "orange_background",
                                                          "yellow_background",
                                                          "green_background",
                                                          "blue_background",
                                                          "purple_background",
                                                          "pink_background",
                                                          "red_background"});
constexpr std::array kLink{Field{"url", Want::string, true}, Field{"type", Want::string}};
constexpr std::array kExpression{Field{"expression", Want::string, true}};

json::object read_annotations(const json::value* value, std::string_view path) {
  json::object full{{"bold", false},      {"italic", false}, {"strikethrough", false},
                    {"underline", false}, {"code", false},   {"color", "default"}};
  if (!value) return full;
  check_fields(as_object(*value, path), path, kAnnotations);
  for (const auto& [key, each] : value->get_object())
    full[key] = key == "color" ? read_color(each, at(path, key)) : each;
  return full;
}

json::object item(std::string_view type, json::value content, std::string_view plain,
                  json::value href) {
  return {{"type", type},
          {type, std::move(content)},
          {"annotations", nullptr},
          {"plain_text", plain},
          {"href", std::move(href)}};
}

json::object read_text(Call&, const json::value& value, std::string_view path) {
  const auto& text = as_object(value, path);
  check_fields(text, path, kText);
  const auto content = as_string(text.at("content"), at(path, "content"), limits::kText);
  const auto* link = find(text, "link");
  if (!link || link->is_null())
    return item("text", json::object{{"content", content}, {"link", nullptr}}, content, nullptr);
  const auto target = read_link(*link, at(path, "link"));
  return item("text", json::object{{"content", content}, {"link", target}}, content,
              target.at("url"));
}

json::object read_equation(Call&, const json::value& value, std::string_view path) {
  check_fields(as_object(value, path), path, kExpression);
  const auto text = as_string(value.at("expression"), at(path, "expression"), limits::kExpression);
  return item("equation", json::object{{"expression", text}}, text, nullptr);
}

json::object read_reference(Call& call, const json::value& value, std::string_view path) {
  auto mention = read_mention(call, value, path);
  return item("mention", std::move(mention.content), mention.plain, std::move(mention.href));
}

struct ItemType {
  std::string_view name;
  json::object (*read)(Call&, const json::value&, std::string_view);
};

constexpr std::array kItemTypes{ItemType{"text", read_text}, ItemType{"equation", read_equation},
                                ItemType{"mention", read_reference}};

/// The one kind of run that `object` is, as its `type` says if it has one.
const ItemType& type_in(const json::object& object, std::string_view path) {
  const ItemType* found = nullptr;
  for (const auto& type : kItemTypes) {
    const auto* content = find(object, type.name);
    if (content && found) invalid_field(at(path, type.name), "not present", content);
    if (content) found = &type;
  }
  const auto said = text_of(object, "type");
  if (!found || (!said.empty() && said != found->name))
    invalid_field(at(path, found ? said : "text"), "defined", nullptr);
  return *found;
}

json::object read_item(Call& call, const json::value& value, std::string_view path) {
  const auto& object = as_object(value, path);
  check_fields(object, path, kItem);
  const auto& type = type_in(object, path);
  auto result = type.read(call, object.at(type.name), at(path, type.name));
  result["annotations"] = read_annotations(find(object, "annotations"), at(path, "annotations"));
  return result;
}

bool looks_alike(const json::object& a, const json::object& b) {
  return a.at("type") == "text" && b.at("type") == "text" && a.at("href") == b.at("href") &&
         a.at("annotations") == b.at("annotations");
}

void append(json::array& items, json::object next) {
  const auto text = text_of(next, "plain_text");
  if (text.empty()) return;
  if (items.empty() || !looks_alike(items.back().get_object(), next)) {
    items.emplace_back(std::move(next));
    return;
  }
  auto& last = items.back().get_object();
  const auto whole = text_of(last, "plain_text") + text;
  last["plain_text"] = whole;
  last["text"].get_object()["content"] = whole;
}

}  // namespace

json::array read_rich_text(Call& call, const json::value& value, std::string_view path) {
  json::array items;
  std::size_t index = 0;
  for (const auto& each : as_array(value, path, limits::kArray))
    append(items, read_item(call, each, at(path, index++)));
  return items;
}

std::string plain_text(const json::value& rich_text) {
  std::string text;
  if (!rich_text.is_array()) return text;
  for (const auto& item : rich_text.get_array()) text += text_of(item.as_object(), "plain_text");
  return text;
}

json::array rich_text_of(std::string_view text) {
  auto run = item("text", json::object{{"content", text}, {"link", nullptr}}, text, nullptr);
  run["annotations"] = read_annotations(nullptr, "");
  return {run};
}

json::string read_color(const json::value& value, std::string_view path) {
  return json::string(as_one_of(value, path, kColors));
}

json::object read_link(const json::value& value, std::string_view path) {
  const auto& object = as_object(value, path);
  check_fields(object, path, kLink);
  const auto url = as_string(object.at("url"), at(path, "url"), limits::kUrl);
  if (!is_url(url)) invalid_field(at(path, "url"), "a valid URL", &object.at("url"));
  return {{"url", url}};
}

}  // namespace storyreel::workspace
