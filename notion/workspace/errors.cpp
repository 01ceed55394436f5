#include "notion/workspace/errors.hpp"

#include <algorithm>
#include <array>
#include <sqlite3.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/utf8.hpp"

namespace storyreel::workspace {
namespace {

struct Entry {
  Code code;
  int status;
  std::string_view name;
};

constexpr std::array kCodes{
    Entry{Code::invalid_json, 400, "invalid_json"},
    Entry{Code::invalid_request_url, 400, "invalid_request_url"},
    Entry{Code::invalid_request, 400, "invalid_request"},
    Entry{Code::validation_error, 400, "validation_error"},
    Entry{Code::missing_version, 400, "missing_version"},
    Entry{Code::unauthorized, 401, "unauthorized"},
    Entry{Code::restricted_resource, 403, "restricted_resource"},
    Entry{Code::object_not_found, 404, "object_not_found"},
    Entry{Code::conflict_error, 409, "conflict_error"},
    Entry{Code::too_large, 413, "validation_error"},
    Entry{Code::rate_limited, 429, "rate_limited"},
    Entry{Code::internal_server_error, 500, "internal_server_error"},
    Entry{Code::service_unavailable, 503, "service_unavailable"},
    Entry{Code::database_connection_unavailable, 503, "database_connection_unavailable"},
    Entry{Code::gateway_timeout, 504, "gateway_timeout"},
    Entry{Code::service_overload, 529, "service_overload"},
};

/// SQLite's errors that may pass: somebody else writes, the disk is full or failing.
constexpr std::array kPassing{SQLITE_BUSY,  SQLITE_LOCKED,   SQLITE_FULL,
                              SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOMEM};

const Entry& entry(Code code) {
  for (const auto& each : kCodes)
    if (each.code == code) return each;
  return entry(Code::internal_server_error);
}

std::string shown(const json::value* value) {
  if (!value) return "undefined";
  return one_line(json::serialize(*value), 200);
}

}  // namespace

int status_of(Code code) {
  return entry(code).status;
}
std::string_view name_of(Code code) {
  return entry(code).name;
}

json::object error_body(const ApiError& error, std::string_view request_id) {
  json::object body{{"object", "error"},
                    {"status", status_of(error.code)},
                    {"code", name_of(error.code)},
                    {"message", to_utf8(error.what())},
                    {"request_id", request_id}};
  if (!error.additional_data.empty()) body["additional_data"] = error.additional_data;
  return body;
}

ApiError too_many_requests(std::string_view reason, int retry_after) {
  json::object more{{"rate_limit_reason", reason}};
  if (reason != "public_api_request_blocked") more["retry_after"] = std::to_string(retry_after);
  return {Code::rate_limited, "You have been rate limited. Please try again in a few minutes.",
          std::move(more)};
}

ApiError failure(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const SQLite::Exception& wrong) {
    if (std::ranges::find(kPassing, wrong.getErrorCode()) != kPassing.end())
      return {Code::database_connection_unavailable,
              "Notion's database is unavailable or is not in a state that can be queried. Please "
              "try again later."};
  } catch (...) {
  }
  return {Code::internal_server_error, "Unexpected error occurred."};
}

void invalid(const std::string& message) {
  throw ApiError(Code::validation_error, message);
}

void invalid_field(std::string_view path, std::string_view should, const json::value* value) {
  const auto part = path.substr(0, path.find_first_of(".["));
  invalid(std::string(part) + " failed validation: " + std::string(path) + " should be " +
          std::string(should) + ", instead was `" + shown(value) + "`.");
}

void not_found(std::string_view kind, std::string_view id) {
  throw ApiError(Code::object_not_found,
                 "Could not find " + std::string(kind) + " with ID: " + std::string(id) +
                     ". Make sure the relevant pages and databases are shared with your "
                     "integration \"storyreel\".");
}

}  // namespace storyreel::workspace
