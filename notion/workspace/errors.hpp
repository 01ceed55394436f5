#pragma once

#include <exception>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel::workspace {

namespace json = boost::json;

/// Notion's error codes. Their HTTP status stands in one table (errors.cpp).
enum class Code {
  invalid_json,
  invalid_request_url,
  invalid_request,
  validation_error,
  missing_version,
  unauthorized,
  restricted_resource,
  object_not_found,
  conflict_error,
  too_large,
  rate_limited,
  internal_server_error,
  service_unavailable,
  database_connection_unavailable,
  gateway_timeout,
  service_overload,
};

int status_of(Code code);
std::string_view name_of(Code code);

/// An answer that is an error, told to the caller as Notion tells it.
class ApiError : public Error {
 public:
  ApiError(Code why, const std::string& message, json::object more = {})
      : Error(message), code(why), additional_data(std::move(more)) {}
  Code code;
  json::object additional_data;
};

/// The reply's body: {object, status, code, message, request_id, additional_data?}.
json::object error_body(const ApiError& error, std::string_view request_id);

/// 429 for a reason of Notion's, which says what was exceeded. Who is blocked need not wait: no
/// Retry-After.
ApiError too_many_requests(std::string_view reason, int retry_after);

/// What is told of an exception that no handler foresaw: nothing of it but its kind.
ApiError failure(const std::exception_ptr& error);

/// Throws validation_error with `message`.
[[noreturn]] void invalid(const std::string& message);

/// Throws "body failed validation: PATH should be SHOULD, instead was `VALUE`." PATH's first
/// segment says what failed: body, path, query. Null `value` pointer: undefined.
[[noreturn]] void invalid_field(std::string_view path, std::string_view should,
                                const json::value* value);

/// Throws object_not_found for an object that is absent or not shared with the caller.
[[noreturn]] void not_found(std::string_view kind, std::string_view id);

}  // namespace storyreel::workspace
