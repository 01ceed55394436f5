#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <SQLiteCpp/Statement.h>

#include "cache/cache.hpp"
#include "cache/column.hpp"

/// How a record stands in its table. Each repository file has one constant tuple of Fields; rows
/// are read and parameters bound by its names, so that no function depends on a column's place.
namespace storyreel::cache {

/// A column and the member that holds it. `parameter` is the column's name behind a colon.
template <class Record, class Member>
struct Field {
  const char* parameter;
  Member Record::* member;

  const char* column() const { return parameter + 1; }
};

/// Binds every field of `record` to the statement's parameter of its name.
template <class Record, class Fields>
void bind_record(SQLite::Statement& statement, const Record& record, const Fields& fields) {
  std::apply(
      [&](const auto&... field) { (bind(statement, field.parameter, record.*field.member), ...); },
      fields);
}

template <class Record, class Fields>
Record read_record(SQLite::Statement& row, const Fields& fields) {
  Record record;
  std::apply(
      [&](const auto&... field) {
        (read(row.getColumn(field.column()), record.*field.member), ...);
      },
      fields);
  return record;
}

/// The statement with its parameters bound by name: query(db, sql, with(":id", id)).
template <class... Values>
SQLite::Statement query(Database& database, const char* sql,
                        const std::pair<const char*, Values>&... parameters) {
  SQLite::Statement statement(database, sql);
  (bind(statement, parameters.first, parameters.second), ...);
  return statement;
}

/// A named parameter.
inline std::pair<const char*, std::string> with(const char* name, std::string_view value) {
  return {name, std::string(value)};
}
inline std::pair<const char*, std::int64_t> with(const char* name, std::int64_t value) {
  return {name, value};
}

template <class Record, class Fields>
std::optional<Record> first(SQLite::Statement statement, const Fields& fields) {
  if (!statement.executeStep()) return std::nullopt;
  return read_record<Record>(statement, fields);
}

template <class Record, class Fields>
std::vector<Record> every(SQLite::Statement statement, const Fields& fields) {
  std::vector<Record> records;
  while (statement.executeStep()) records.push_back(read_record<Record>(statement, fields));
  return records;
}

/// Runs an INSERT whose parameters are all the fields.
template <class Record, class Fields>
void store(Database& database, const char* sql, const Record& record, const Fields& fields) {
  SQLite::Statement statement(database, sql);
  bind_record(statement, record, fields);
  statement.exec();
}

}  // namespace storyreel::cache
