#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/runtime/http_server.hpp"
#include "notion/workspace/connections.hpp"
#include "notion/workspace/cursors.hpp"
#include "notion/workspace/faults.hpp"
#include "notion/workspace/index.hpp"
#include "notion/workspace/limits.hpp"
#include "notion/workspace/rate_limit.hpp"
#include "notion/workspace/request_log.hpp"

namespace storyreel::workspace {

/// What tests may turn at run time, and what they may look at, through /_control/.
struct Control {
  Store& store;
  Connections& connections;
  Cursors& cursors;
  RateLimit& rate;
  Index& index;

  Faults faults = {};
  RequestLog requests = {};
  milliseconds clock_offset{0};
  std::size_t result_cap = limits::kResults;

  /// The workspace's time.
  Time time() const { return now() + clock_offset; }
  /// Answers a request below /_control/; throws ApiError.
  json::object answer(const ServerRequest& request);
};

/// A request below /_control/, read.
struct ControlRequest {
  std::vector<std::pair<std::string, std::string>> query;
  json::object body;
};

/// One endpoint below /_control/: a row of the table that GET /_control/ shows.
struct ControlRoute {
  std::string_view method, path;
  std::string_view takes;  ///< the body's keys, those with a question mark may be left out
  std::string_view does;
  json::object (*handler)(Control& control, const ControlRequest& request);
};

std::span<const ControlRoute> control_routes();
/// The same, and the kinds of fault, as text for a terminal.
std::string control_help();

// control_settings.cpp
json::object set_clock(Control& control, const ControlRequest& request);
json::object set_limits(Control& control, const ControlRequest& request);
// control_options.cpp
json::object rename_option(Control& control, const ControlRequest& request);
// control_connections.cpp
json::object add_connection(Control& control, const ControlRequest& request);
json::object change_connection(Control& control, const ControlRequest& request);
json::object list_connections(Control& control, const ControlRequest& request);
json::object set_share(Control& control, const ControlRequest& request);

}  // namespace storyreel::workspace
