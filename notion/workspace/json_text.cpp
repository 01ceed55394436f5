#include "notion/workspace/json_text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>

#include <boost/json/parse.hpp>
#include <simdjson.h>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/errors.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {
namespace {

[[noreturn]] void refuse(const char* message) {
  throw ApiError(Code::invalid_json, message);
}

void check_keys(simdjson::ondemand::value value);

/// Boost.JSON keeps the last of equal keys and says nothing.
void check_object(simdjson::ondemand::object object) {
  std::set<std::string, std::less<>> seen;
  for (auto field : object) {
    const std::string_view key = field.unescaped_key();
    if (!seen.emplace(key).second) refuse("Error parsing JSON body: an object repeats a key.");
    check_keys(field.value());
  }
}

void check_keys(simdjson::ondemand::value value) {
  using Type = simdjson::ondemand::json_type;
  const Type type = value.type();
  if (type == Type::object) check_object(value.get_object());
  if (type != Type::array) return;
  for (auto each : value.get_array()) check_keys(each.value());
}

bool finite(const json::value& value) {
  if (value.is_double()) return std::isfinite(value.get_double());
  if (value.is_array()) return std::ranges::all_of(value.get_array(), finite);
  return !value.is_object() || std::ranges::all_of(value.get_object(), [](const auto& each) {
    return finite(each.value());
  });
}

}  // namespace

json::object read_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = limits::kJsonDepth;
  boost::system::error_code error;
  auto value = json::parse(text, error, {}, options);
  if (error || !is_utf8(text)) refuse("Error parsing JSON body.");
  if (!value.is_object()) refuse("The body must be a JSON object.");
  if (!finite(value)) refuse("Error parsing JSON body: a number is too large.");
  try {
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(text);
    auto document = parser.iterate(padded);
    check_object(document.get_object());
  } catch (const simdjson::simdjson_error&) {
    refuse("Error parsing JSON body.");
  }
  return std::move(value.get_object());
}

}  // namespace storyreel::workspace
