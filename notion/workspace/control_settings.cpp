#include <array>

#include "notion/workspace/control.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kClock{Field{"offset_seconds", Want::number}, Field{"time", Want::string}};
constexpr std::array kLimits{Field{"result_cap", Want::number},
                             Field{"requests_per_minute", Want::number},
                             Field{"workspace_requests_per_minute", Want::number}};

template <class Number>
void set(const json::object& body, std::string_view key, double least, Number& to) {
  if (const auto* value = find(body, key))
    to = static_cast<Number>(as_number(*value, at("body", key), least, 1e9));
}

}  // namespace

json::object set_clock(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kClock);
  if (const auto* text = find(request.body, "time")) {
    const auto time = from_iso(text->get_string());
    if (!time) invalid_field("body.time", "a valid ISO 8601 date string", text);
    control.clock_offset = *time - now();
  }
  double seconds = 0;
  set(request.body, "offset_seconds", -1e9, seconds);
  if (request.body.contains("offset_seconds"))
    control.clock_offset = milliseconds(static_cast<std::int64_t>(seconds * 1000));
  return {{"time", to_iso(control.time())}};
}

json::object set_limits(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kLimits);
  auto limits = control.rate.limits();
  set(request.body, "result_cap", 1, control.result_cap);
  set(request.body, "requests_per_minute", 0, limits.per_connection);
  set(request.body, "workspace_requests_per_minute", 0, limits.per_workspace);
  control.rate.set(limits);
  return {};
}

}  // namespace storyreel::workspace
