#pragma once

#include <string_view>

#include <boost/json/object.hpp>

namespace storyreel::workspace {

namespace json = boost::json;

/// The object that `text` holds. Throws invalid_json for what is none: ill-formed JSON or UTF-8,
/// half surrogate pairs, objects that repeat a key, numbers that no double holds, values nested
/// deeper than limits::kJsonDepth.
json::object read_json(std::string_view text);

}  // namespace storyreel::workspace
