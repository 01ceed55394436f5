#include "notion/workspace/validate.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array<std::string_view, 6> kShould{"defined",  "an object", "an array",
                                                  "a string", "a boolean", "a number"};

bool is(const json::value& value, Want want) {
  switch (want) {
    case Want::any:
      return true;
    case Want::object:
      return value.is_object();
    case Want::array:
      return value.is_array();
    case Want::string:
      return value.is_string();
    case Want::boolean:
      return value.is_bool();
    case Want::number:
      return value.is_number();
  }
  return false;
}

const Field* field_of(std::span<const Field> fields, std::string_view key) {
  for (const auto& field : fields)
    if (field.key == key) return &field;
  return nullptr;
}

void check_field(const json::value* value, std::string_view path, const Field& field) {
  if (!value && !field.required) return;
  if (!value) invalid_field(path, "defined", nullptr);
  if (value->is_null() && field.nullable) return;
  if (!is(*value, field.want))
    invalid_field(path, kShould[static_cast<std::size_t>(field.want)], value);
}

void check_length(std::string_view path, std::size_t length, std::size_t most) {
  const json::value was = length;
  if (length > most)
    invalid_field(std::string(path) + ".length", "≤ `" + std::to_string(most) + "`", &was);
}

}  // namespace

void check_fields(const json::object& object, std::string_view path,
                  std::span<const Field> fields) {
  for (const auto& [key, value] : object)
    // Notion's bodies are closed: a misspelt key must not pass as one left out.
    if (!field_of(fields, key)) invalid_field(at(path, key), "not present", &value);
  for (const auto& field : fields)
    check_field(object.if_contains(field.key), at(path, field.key), field);
}

const json::object& as_object(const json::value& value, std::string_view path) {
  if (!value.is_object()) invalid_field(path, "an object", &value);
  return value.get_object();
}

const json::array& as_array(const json::value& value, std::string_view path, std::size_t most) {
  if (!value.is_array()) invalid_field(path, "an array", &value);
  check_length(path, value.get_array().size(), most);
  return value.get_array();
}

std::string as_string(const json::value& value, std::string_view path, std::size_t most) {
  if (!value.is_string()) invalid_field(path, "a string", &value);
  std::string text(value.get_string());
  // Notion counts UTF-16 units, as JavaScript does.
  check_length(path, utf16_length(text), most);
  return text;
}

bool as_bool(const json::value& value, std::string_view path) {
  if (!value.is_bool()) invalid_field(path, "a boolean", &value);
  return value.get_bool();
}

double as_number(const json::value& value, std::string_view path, double least, double most) {
  if (!value.is_number()) invalid_field(path, "a number", &value);
  const auto number = value.to_number<double>();
  const auto bound = [](double n) {
    return "`" + std::to_string(static_cast<std::int64_t>(n)) + "`";
  };
  // Written so that NaN fails, too.
  if (!(number >= least)) invalid_field(path, "≥ " + bound(least), &value);
  if (number > most) invalid_field(path, "≤ " + bound(most), &value);
  return number;
}

std::string as_one_of(const json::value& value, std::string_view path,
                      std::span<const std::string_view> choices) {
  for (const auto choice : choices)
    if (value.is_string() && value.get_string() == choice) return std::string(choice);
  std::string should;
  for (const auto choice : choices) {
    if (!should.empty()) should += choice == choices.back() ? " or " : ", ";
    should.append("`\"").append(choice).append("\"`");
  }
  invalid_field(path, should, &value);
}

std::string as_id(const json::value& value, std::string_view path) {
  const auto id = value.is_string() ? to_id(value.get_string()) : std::string();
  if (id.empty()) invalid_field(path, "a valid uuid", &value);
  return id;
}

bool is_url(std::string_view text) {
  return !text.empty() &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

std::string to_id(std::string_view text) {
  std::string id;
  for (const char c : text) {
    // Dashes are optional in requests, wherever they stand.
    if (c == '-') continue;
    if (!std::isxdigit(static_cast<unsigned char>(c)) || id.size() == 36) return {};
    if (id.size() == 8 || id.size() == 13 || id.size() == 18 || id.size() == 23) id += '-';
    id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return id.size() == 36 && text.size() <= 36 ? id : std::string();
}

std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digits = text.substr(i + 1, 2);
    unsigned code = 0;
    const auto end = digits.data() + digits.size();
    const bool coded = text[i] == '%' && digits.size() == 2 &&
                       std::from_chars(digits.data(), end, code, 16).ptr == end;
    result += coded ? static_cast<char>(code) : text[i];
    if (coded) i += 2;
  }
  return result;
}

std::string at(std::string_view path, std::string_view key) {
  return std::string(path) + "." + std::string(key);
}

std::string at(std::string_view path, std::size_t index) {
  return std::string(path) + "[" + std::to_string(index) + "]";
}

const json::value* find(const json::object& object, std::string_view key) {
  return object.if_contains(key);
}

std::string text_of(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace storyreel::workspace
