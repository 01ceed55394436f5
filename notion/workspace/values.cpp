#include "notion/workspace/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "notion/workspace/options.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kFamilies{
    std::pair{std::string_view("title"), Family::text},
    std::pair{std::string_view("rich_text"), Family::text},
    std::pair{std::string_view("url"), Family::text},
    std::pair{std::string_view("email"), Family::text},
    std::pair{std::string_view("phone_number"), Family::text},
    std::pair{std::string_view("number"), Family::number},
    std::pair{std::string_view("checkbox"), Family::checkbox},
    std::pair{std::string_view("select"), Family::option},
    std::pair{std::string_view("status"), Family::option},
    std::pair{std::string_view("multi_select"), Family::options},
    std::pair{std::string_view("date"), Family::date},
    std::pair{std::string_view("created_time"), Family::date},
    std::pair{std::string_view("last_edited_time"), Family::date},
    std::pair{std::string_view("people"), Family::list},
    std::pair{std::string_view("files"), Family::list},
    std::pair{std::string_view("created_by"), Family::list},
    std::pair{std::string_view("last_edited_by"), Family::list},
};

Value text_value(const json::value& shown) {
  Value value;
  const bool rich = shown.is_array();
  if (rich) value.text = fold(plain_text(shown));
  if (shown.is_string()) value.text = fold(shown.get_string());
  value.empty = value.text.empty();
  return value;
}

Value number_value(const json::value& shown) {
  Value value;
  value.empty = !shown.is_number();
  if (!value.empty) value.number = shown.to_number<double>();
  return value;
}

Value option_value(const json::value& shown, const Property& property) {
  Value value;
  value.empty = !shown.is_object();
  if (value.empty) return value;
  value.text = text_of(shown.get_object(), "name");
  value.number = option_rank(value.text, property);
  return value;
}

Value date_value(const json::value& shown) {
  Value value;
  const auto text = shown.is_object()   ? text_of(shown.get_object(), "start")
                    : shown.is_string() ? std::string(shown.get_string())
                                        : std::string();
  const auto time = from_iso(text);
  value.empty = !time;
  if (time) value.time = *time;
  return value;
}

Value list_value(const json::value& shown) {
  Value value;
  const auto items = shown.is_array() ? shown.get_array() : json::array{shown};
  for (const auto& item : items)
    for (const auto* key : {"id", "name"})
      if (item.is_object()) value.names.push_back(text_of(item.get_object(), key));
  value.empty = items.empty();
  return value;
}

}  // namespace

std::optional<Family> family_of(std::string_view type) {
  for (const auto& [name, family] : kFamilies)
    if (name == type) return family;
  return std::nullopt;
}

Value value_of(const Property& property, const Node& page) {
  const auto shown = read_value(property, page);
  switch (family_of(property.type).value_or(Family::list)) {
    case Family::text:
      return text_value(shown);
    case Family::number:
      return number_value(shown);
    case Family::checkbox:
      return {.empty = false, .flag = shown.get_bool()};
    case Family::option:
      return option_value(shown, property);
    case Family::date:
      return date_value(shown);
    case Family::options:
    case Family::list:
      break;
  }
  return list_value(shown);
}

std::string fold(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return folded;
}

}  // namespace storyreel::workspace
