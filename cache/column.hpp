#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include "cache/records.hpp"

/// How a C++ value stands in a column. NULL reads as the empty string or nullopt.
namespace storyreel::cache {

using Texts = std::map<std::string, std::string>;

void bind(SQLite::Statement&, const char* name, const std::string& value);
void bind(SQLite::Statement&, const char* name, bool value);
void bind(SQLite::Statement&, const char* name, int value);
void bind(SQLite::Statement&, const char* name, std::int64_t value);
void bind(SQLite::Statement&, const char* name, double value);
void bind(SQLite::Statement&, const char* name, Time value);
void bind(SQLite::Statement&, const char* name, milliseconds value);
void bind(SQLite::Statement&, const char* name, VideoStatus value);
void bind(SQLite::Statement&, const char* name, ItemStatus value);
void bind(SQLite::Statement&, const char* name, ItemState value);
void bind(SQLite::Statement&, const char* name, const Texts& value);

template <class T>
void bind(SQLite::Statement& statement, const char* name, const std::optional<T>& value) {
  if (value) bind(statement, name, *value);
}

void read(const SQLite::Column&, std::string& value);
void read(const SQLite::Column&, bool& value);
void read(const SQLite::Column&, int& value);
void read(const SQLite::Column&, std::int64_t& value);
void read(const SQLite::Column&, double& value);
void read(const SQLite::Column&, Time& value);
void read(const SQLite::Column&, milliseconds& value);
void read(const SQLite::Column&, VideoStatus& value);
void read(const SQLite::Column&, ItemStatus& value);
void read(const SQLite::Column&, ItemState& value);
void read(const SQLite::Column&, Texts& value);

template <class T>
void read(const SQLite::Column& column, std::optional<T>& value) {
  if (column.isNull()) return;
  read(column, value.emplace());
}

}  // namespace storyreel::cache
