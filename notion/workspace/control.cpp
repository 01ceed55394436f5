#include "notion/workspace/control.hpp"

#include <array>
#include <charconv>

#include <boost/json/parse.hpp>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::size_t kLogged = 10'000;
constexpr std::array kClock{Field{"offset_seconds", Want::number, true}};
constexpr std::array kLimits{Field{"result_cap", Want::number, true}};

json::object body_of(const ServerRequest& request) {
  if (request.body.empty()) return {};
  boost::system::error_code error;
  auto value = json::parse(request.body, error);
  if (error || !value.is_object()) throw ApiError(Code::invalid_json, "Error parsing JSON body.");
  return std::move(value.get_object());
}

std::int64_t since(const ServerRequest& request) {
  std::int64_t number = 0;
  for (const auto& [key, value] : read_query(request.query))
    if (key == "since") std::from_chars(value.data(), value.data() + value.size(), number);
  return number;
}

json::object shown(const Logged& entry) {
  return {
      {"number", entry.number}, {"time", to_iso(entry.time)}, {"method", entry.method},
      {"path", entry.path},     {"query", entry.query},       {"status", entry.status},
      {"user", entry.user},     {"fault", entry.fault},       {"milliseconds", entry.took.count()}};
}

}  // namespace

/// The endpoints below /_control/.
struct ControlRoutes {
  static json::object set_faults(Control& control, const ServerRequest& request) {
    control.faults.set(body_of(request));
    return {};
  }

  static json::object clear_faults(Control& control, const ServerRequest&) {
    control.faults.clear();
    return {};
  }

  static json::object list_requests(Control& control, const ServerRequest& request) {
    const auto after = since(request);
    json::array requests;
    for (const auto& entry : control.log_)
      if (entry.number > after) requests.emplace_back(shown(entry));
    return {{"requests", std::move(requests)}};
  }

  static json::object clear_requests(Control& control, const ServerRequest&) {
    control.log_.clear();
    return {};
  }

  static json::object set_clock(Control& control, const ServerRequest& request) {
    const auto body = body_of(request);
    check_fields(body, "body", kClock);
    const auto offset = as_number(body.at("offset_seconds"), "body.offset_seconds", -1e9, 1e9);
    control.offset = milliseconds(static_cast<std::int64_t>(offset * 1000));
    return {{"time", to_iso(control.time())}};
  }

  static json::object set_limits(Control& control, const ServerRequest& request) {
    const auto body = body_of(request);
    check_fields(body, "body", kLimits);
    control.result_cap =
        static_cast<std::size_t>(as_number(body.at("result_cap"), "body.result_cap", 1, 1e9));
    return {};
  }

  static json::object drop_cursors(Control& control, const ServerRequest&) {
    control.cursors_.clear();
    return {};
  }

  std::string_view method, path;
  json::object (*handler)(Control&, const ServerRequest&);
};

namespace {

constexpr std::array kRoutes{
    ControlRoutes{"POST", "/_control/faults", ControlRoutes::set_faults},
    ControlRoutes{"DELETE", "/_control/faults", ControlRoutes::clear_faults},
    ControlRoutes{"GET", "/_control/requests", ControlRoutes::list_requests},
    ControlRoutes{"DELETE", "/_control/requests", ControlRoutes::clear_requests},
    ControlRoutes{"POST", "/_control/clock", ControlRoutes::set_clock},
    ControlRoutes{"POST", "/_control/limits", ControlRoutes::set_limits},
    ControlRoutes{"DELETE", "/_control/cursors", ControlRoutes::drop_cursors},
};

}  // namespace

json::object Control::answer(const ServerRequest& request) {
  for (const auto& route : kRoutes)
    if (route.method == request.method && route.path == request.path)
      return route.handler(*this, request);
  throw ApiError(Code::invalid_request_url, "Invalid request URL.");
}

void Control::log(Logged entry) {
  entry.number = ++logged_;
  log_.push_back(std::move(entry));
  if (log_.size() > kLogged) log_.pop_front();
}

}  // namespace storyreel::workspace
