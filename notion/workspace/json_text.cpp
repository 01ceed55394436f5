#include "notion/workspace/json_text.hpp"

#include <cmath>
#include <set>

#include <boost/json/parse.hpp>
#include <simdjson.h>

#include "daemon/runtime/utf8.hpp"
#include "notion/workspace/errors.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {
namespace {

using Element = simdjson::dom::element;

[[noreturn]] void refuse(const char* message) {
  throw ApiError(Code::invalid_json, message);
}

/// Boost.JSON keeps the last of equal keys and says nothing.
void check_keys(const Element& value) {
  if (value.is_array())
    for (const auto each : value.get_array().value_unsafe()) check_keys(each);
  if (!value.is_object()) return;
  std::set<std::string_view> seen;
  for (const auto [key, member] : value.get_object().value_unsafe()) {
    if (!seen.insert(key).second) refuse("Error parsing JSON body: an object repeats a key.");
    check_keys(member);
  }
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
  simdjson::dom::parser parser;
  Element element;
  if (parser.parse(text.data(), text.size()).get(element)) refuse("Error parsing JSON body.");
  check_keys(element);
  return std::move(value.get_object());
}

}  // namespace storyreel::workspace
