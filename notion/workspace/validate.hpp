#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "notion/workspace/errors.hpp"

namespace storyreel::workspace {

/// What a field of a request holds.
enum class Want { any, object, array, string, boolean, number };

/// One key a closed object may have.
struct Field {
  std::string_view key;
  Want want = Want::any;
  bool required = false;
  bool nullable = false;
};

/// Throws validation_error unless `object` has only keys of `fields`, each of its kind, and all the
/// required ones. `path` is where it stands, "body.parent".
void check_fields(const json::object& object, std::string_view path, std::span<const Field> fields);

/// Each throws validation_error when `value` is something else or too long.
const json::object& as_object(const json::value& value, std::string_view path);
const json::array& as_array(const json::value& value, std::string_view path, std::size_t most);
std::string as_string(const json::value& value, std::string_view path, std::size_t most);
bool as_bool(const json::value& value, std::string_view path);

/// A number between `least` and `most`.
double as_number(const json::value& value, std::string_view path, double least, double most);

/// One of `choices`.
std::string as_one_of(const json::value& value, std::string_view path,
                      std::span<const std::string_view> choices);

/// A UUID with dashes; dashes are optional in requests.
std::string as_id(const json::value& value, std::string_view path);

/// Whether `text` can be a URL: it is there and has neither blanks nor control characters. Bare
/// hosts are URLs, too.
bool is_url(std::string_view text);

/// The dashed lower-case form of `text`; empty when it is no UUID.
std::string to_id(std::string_view text);

/// `text` with %XX decoded; what is no such sequence stays.
std::string percent_decoded(std::string_view text);

/// `path` + "." + `key`, and `path` + "[" + `index` + "]".
std::string at(std::string_view path, std::string_view key);
std::string at(std::string_view path, std::size_t index);

/// The value of `key`, or null where it is absent.
const json::value* find(const json::object& object, std::string_view key);

/// The string of `key`; empty when it is absent or no string. For our own stored objects.
std::string text_of(const json::object& object, std::string_view key);

}  // namespace storyreel::workspace
