#include "cache/column.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "cache/words.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::cache {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 3> kStates = {"live", "dropped", "trashed"};

template <class T>
T known(const SQLite::Column& column, std::optional<T> value) {
  if (!value) {
    throw Error(
        fmt::format("the cache holds the unknown {} \"{}\"", column.getName(), column.getString()));
  }
  return *value;
}

}  // namespace

void bind(SQLite::Statement& statement, const char* name, const std::string& value) {
  statement.bind(name, value);
}

void bind(SQLite::Statement& statement, const char* name, bool value) {
  statement.bind(name, value ? 1 : 0);
}

void bind(SQLite::Statement& statement, const char* name, int value) {
  statement.bind(name, value);
}

void bind(SQLite::Statement& statement, const char* name, std::int64_t value) {
  statement.bind(name, value);
}

void bind(SQLite::Statement& statement, const char* name, double value) {
  statement.bind(name, value);
}

void bind(SQLite::Statement& statement, const char* name, Time value) {
  bind(statement, name, value.time_since_epoch());
}

void bind(SQLite::Statement& statement, const char* name, milliseconds value) {
  statement.bind(name, std::int64_t{value.count()});
}

void bind(SQLite::Statement& statement, const char* name, VideoStatus value) {
  statement.bind(name, std::string(word(value)));
}

void bind(SQLite::Statement& statement, const char* name, ItemStatus value) {
  statement.bind(name, std::string(word(value)));
}

void bind(SQLite::Statement& statement, const char* name, ItemState value) {
  statement.bind(name, std::string(kStates.at(static_cast<std::size_t>(value))));
}

void bind(SQLite::Statement& statement, const char* name, const Texts& value) {
  json::object object;
  for (const auto& [key, text] : value) object.emplace(key, text);
  statement.bind(name, json::serialize(object));
}

void read(const SQLite::Column& column, std::string& value) {
  value = column.getString();
}

void read(const SQLite::Column& column, bool& value) {
  value = column.getInt() != 0;
}

void read(const SQLite::Column& column, int& value) {
  value = column.getInt();
}

void read(const SQLite::Column& column, std::int64_t& value) {
  value = column.getInt64();
}

void read(const SQLite::Column& column, double& value) {
  value = column.getDouble();
}

void read(const SQLite::Column& column, Time& value) {
  value = Time(milliseconds(column.getInt64()));
}

void read(const SQLite::Column& column, milliseconds& value) {
  value = milliseconds(column.getInt64());
}

void read(const SQLite::Column& column, VideoStatus& value) {
  value = known(column, video_status(column.getString()));
}

void read(const SQLite::Column& column, ItemStatus& value) {
  value = known(column, item_status(column.getString()));
}

void read(const SQLite::Column& column, ItemState& value) {
  const auto* found = std::ranges::find(kStates, column.getString());
  const auto state = static_cast<ItemState>(found - kStates.begin());
  value = known(column, found == kStates.end() ? std::nullopt : std::optional(state));
}

void read(const SQLite::Column& column, Texts& value) {
  // The writer does not check UTF-8, so that the reader may not refuse what was written.
  json::parse_options options;
  options.allow_invalid_utf8 = true;
  value.clear();
  const json::value parsed = json::parse(column.getString(), {}, options);
  for (const auto& [key, text] : parsed.as_object()) {
    value.emplace(key, text.as_string());
  }
}

}  // namespace storyreel::cache
