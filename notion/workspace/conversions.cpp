#include "notion/workspace/conversions.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/dates.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/options.hpp"
#include "notion/workspace/rich_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

using Stored = const json::value&;

std::string text_of_text(Stored stored, const Property&) {
  return stored.is_string() ? std::string(stored.get_string()) : plain_text(stored);
}

std::string text_of_number(Stored stored, const Property&) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), stored.to_number<double>()).ptr;
  return {text.data(), end};
}

std::string text_of_checkbox(Stored stored, const Property&) {
  return stored == json::value(true) ? "Yes" : "No";
}

std::string text_of_date(Stored stored, const Property&) {
  return date_text(stored.as_object());
}

std::string text_of_option(Stored stored, const Property& property) {
  const auto option = show_option(stored, property);
  return option.is_object() ? text_of(option.get_object(), "name") : std::string();
}

std::string text_of_options(Stored stored, const Property& property) {
  std::string text;
  for (const auto& each : stored.as_array())
    text += (text.empty() ? "" : ", ") + text_of_option(each, property);
  return text;
}

json::value to_rich_text(const std::string& text, Property&) {
  json::array runs;
  for (const auto& piece : split_utf16(text, limits::kText))
    runs.push_back(rich_text_of(piece).front());
  return runs;
}

json::value to_number(const std::string& text, Property&) {
  double number = 0;
  const auto end = text.data() + text.size();
  return std::from_chars(text.data(), end, number).ptr == end ? json::value(number) : json::value();
}

json::value to_option(const std::string& text, Property& property) {
  // Options have no commas: what follows one would be another option.
  const auto name = text.substr(0, text.find(','));
  if (name.empty() || utf16_length(name) > limits::kOptionName) return nullptr;
  return json::string(option_id(json::object{{"name", name}}, property, "body"));
}

json::value to_options(const std::string& text, Property& property) {
  json::array ids;
  std::string_view rest = text;
  while (!rest.empty() && ids.size() < limits::kArray) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto from = std::min(rest.find_first_not_of(' '), end);
    auto id = to_option(std::string(rest.substr(from, end - from)), property);
    if (!id.is_null() && std::ranges::find(ids, id) == ids.end()) ids.push_back(std::move(id));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return ids;
}

json::value to_date(const std::string& text, Property&) {
  if (!from_iso(text)) return nullptr;
  return read_date(json::object{{"start", text}}, "body");
}

json::value to_checkbox(const std::string& text, Property&) {
  return text == "Yes" || text == "true";
}

json::value to_url(const std::string& text, Property&) {
  return utf16_length(text) <= limits::kUrl ? json::value(json::string(text)) : json::value();
}

json::value to_contact(const std::string& text, Property&) {
  return utf16_length(text) <= limits::kContact ? json::value(json::string(text)) : json::value();
}

struct Conversion {
  std::string_view type;
  std::string (*text)(Stored stored, const Property& property);
  json::value (*value)(const std::string& text, Property& property);  ///< null: nothing is kept
};

constexpr std::array kConversions{
    Conversion{"rich_text", text_of_text, to_rich_text},
    Conversion{"number", text_of_number, to_number},
    Conversion{"select", text_of_option, to_option},
    Conversion{"multi_select", text_of_options, to_options},
    Conversion{"status", text_of_option, nullptr},
    Conversion{"date", text_of_date, to_date},
    Conversion{"checkbox", text_of_checkbox, to_checkbox},
    Conversion{"url", text_of_text, to_url},
    Conversion{"email", text_of_text, to_contact},
    Conversion{"phone_number", text_of_text, to_contact},
};

const Conversion* conversion_of(std::string_view type) {
  const auto found = std::ranges::find(kConversions, type, &Conversion::type);
  return found == kConversions.end() ? nullptr : &*found;
}

bool has_options(std::string_view type) {
  return type == "select" || type == "multi_select";
}

/// Rows of `source` that have something stored for `property`, trashed ones too.
std::vector<Node> rows_with(Call& call, const Node& source, const std::string& property) {
  auto rows = call.store.children(source.id, Kind::page);
  // A row that comes back from the trash has the new type as well.
  std::ranges::move(call.store.children(source.id, true), std::back_inserter(rows));
  std::erase_if(rows, [&](const Node& row) {
    const auto* values = find(row.body, "properties");
    return !values || !values->as_object().contains(property);
  });
  return rows;
}

}  // namespace

json::object carried_config(const Property& before, std::string_view type) {
  return has_options(before.type) && has_options(type) ? before.config : json::object();
}

void convert_values(Call& call, const Node& source, const Property& before, Property& after) {
  const auto* from = conversion_of(before.type);
  const auto* to = conversion_of(after.type);
  if (!from || !to || !to->value) return call.store.drop_values(source.id, before.id);
  for (auto& row : rows_with(call, source, before.id)) {
    auto& values = row.body["properties"].as_object();
    const auto text = from->text(values.at(before.id), before);
    values.erase(before.id);
    auto value = text.empty() ? json::value() : to->value(text, after);
    if (!value.is_null()) values[after.id] = std::move(value);
    call.store.update(row);
  }
}

}  // namespace storyreel::workspace
