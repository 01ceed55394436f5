#include <algorithm>
#include <array>

#include "notion/workspace/control.hpp"
#include "notion/workspace/files.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kClock{Field{"offset_seconds", Want::number}, Field{"time", Want::string}};
constexpr std::array kLimits{Field{"result_cap", Want::number},
                             Field{"max_file_upload_size_in_bytes", Want::number},
                             Field{"index_lag_milliseconds", Want::number},
                             Field{"requests_per_minute", Want::number},
                             Field{"workspace_requests_per_minute", Want::number},
                             Field{"workspace_window_seconds", Want::number},
                             Field{"endpoints", Want::array}};
constexpr std::array kEndpoint{Field{"method", Want::string, true},
                               Field{"path", Want::string, true},
                               Field{"requests_per_minute", Want::number, true}};

template <class Number>
void set(const json::object& body, std::string_view key, double least, Number& to) {
  if (const auto* value = find(body, key))
    to = static_cast<Number>(as_number(*value, at("body", key), least, 1e9));
}

std::vector<EndpointLimit> endpoints_in(const json::array& wanted) {
  std::vector<EndpointLimit> endpoints;
  for (const auto& each : wanted) {
    const auto path = at("body.endpoints", endpoints.size());
    const auto& endpoint = as_object(each, path);
    check_fields(endpoint, path, kEndpoint);
    const auto most = as_number(endpoint.at("requests_per_minute"), path, 0, 1e9);
    endpoints.push_back(
        {text_of(endpoint, "method"), text_of(endpoint, "path"), static_cast<int>(most)});
    const auto known = [&](const Route& route) {
      return route.method == endpoints.back().method && route.path == endpoints.back().path;
    };
    if (std::ranges::none_of(routes(), known))
      invalid_field(path, "an endpoint such as `POST /v1/data_sources/{data_source_id}/query`",
                    &each);
  }
  return endpoints;
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
  auto window = limits.workspace_window.count();
  auto cap = control.result_cap;
  std::int64_t lag = 0;
  set(request.body, "result_cap", 1, cap);
  if (const auto* value = find(request.body, "index_lag_milliseconds"))
    lag =
        static_cast<std::int64_t>(as_number(*value, "body.index_lag_milliseconds", 0, 86'400'000));
  set(request.body, "requests_per_minute", 0, limits.per_connection);
  set(request.body, "workspace_requests_per_minute", 0, limits.per_workspace);
  set(request.body, "workspace_window_seconds", 1, window);
  auto most = most_file(control.store);
  set(request.body, "max_file_upload_size_in_bytes", 1, most);
  limits.workspace_window = seconds(window);
  if (const auto* endpoints = find(request.body, "endpoints"))
    limits.endpoints = endpoints_in(endpoints->get_array());
  if (request.body.contains("index_lag_milliseconds")) control.index.set_lag(milliseconds(lag));
  control.result_cap = cap;
  set_most_file(control.store, most);
  control.rate.set(limits);
  return {};
}

}  // namespace storyreel::workspace
