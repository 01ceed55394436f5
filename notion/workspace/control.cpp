#include "notion/workspace/control.hpp"

#include <array>
#include <charconv>

#include "notion/workspace/api.hpp"
#include "notion/workspace/json_text.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kKept{Field{"bodies", Want::boolean, true}};

json::object describe(Control&, const ControlRequest&);

json::object set_faults(Control& control, const ControlRequest& request) {
  control.faults.set(request.body);
  return {};
}

json::object clear_faults(Control& control, const ControlRequest&) {
  control.faults.clear();
  return {};
}

json::object list_requests(Control& control, const ControlRequest& request) {
  std::int64_t after = 0;
  for (const auto& [key, value] : request.query)
    if (key == "since") std::from_chars(value.data(), value.data() + value.size(), after);
  return {{"requests", control.requests.after(after)}};
}

json::object keep_bodies(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kKept);
  control.requests.bodies = request.body.at("bodies").get_bool();
  return {};
}

json::object clear_requests(Control& control, const ControlRequest&) {
  control.requests.clear();
  return {};
}

json::object drop_cursors(Control& control, const ControlRequest&) {
  control.cursors.clear();
  return {};
}

constexpr std::array kRoutes{
    ControlRoute{"GET", "/_control/", "", "describes these endpoints and the kinds of fault",
                 describe},
    ControlRoute{"POST", "/_control/connections", "name, capabilities?, person?",
                 "adds a connection: a bot, or a person with a personal access token; answers "
                 "{token, user_id}",
                 add_connection},
    ControlRoute{"PATCH", "/_control/connections", "token? or user_id?, capabilities?, revoked?",
                 "restricts, revokes or frees a connection, by default the integration's",
                 change_connection},
    ControlRoute{"GET", "/_control/connections", "",
                 "lists the connections and the pages that are shared with them", list_connections},
    ControlRoute{"POST", "/_control/shares", "page_id, shared, user_id?",
                 "shares a page, with all below, with a connection, or takes it away", set_share},
    ControlRoute{"POST", "/_control/options", "data_source_id, option_id, name",
                 "renames an option, as people can in Notion's own page and no request can",
                 rename_option},
    ControlRoute{"POST", "/_control/faults", "rules, seed?", "replaces the rules for faults",
                 set_faults},
    ControlRoute{"DELETE", "/_control/faults", "", "forgets them", clear_faults},
    ControlRoute{
        "POST", "/_control/limits",
        "result_cap?, max_file_upload_size_in_bytes?, index_lag_milliseconds?, "
        "requests_per_minute?, "
        "workspace_requests_per_minute?, "
        "workspace_window_seconds?, endpoints? [{method, path, requests_per_minute}]",
        "sets how much is answered: results of a query or search, and how late they know of a "
        "write; how large a file may be; requests per connection, "
        "of the workspace and per endpoint (0: no limit), in new windows",
        set_limits},
    ControlRoute{"POST", "/_control/clock", "offset_seconds? or time?",
                 "moves the workspace's clock, from the real one or to a time; it goes on from "
                 "there",
                 set_clock},
    ControlRoute{"DELETE", "/_control/cursors", "", "forgets all cursors", drop_cursors},
    ControlRoute{"GET", "/_control/requests", "",
                 "lists the requests to /v1, with ?since=NUMBER the later ones", list_requests},
    ControlRoute{"POST", "/_control/requests", "bodies",
                 "says whether the bodies of requests and responses are kept too, files left out",
                 keep_bodies},
    ControlRoute{"DELETE", "/_control/requests", "", "forgets them", clear_requests},
};

json::object describe(Control&, const ControlRequest&) {
  json::array endpoints;
  for (const auto& route : kRoutes)
    endpoints.push_back({{"method", route.method},
                         {"path", route.path},
                         {"takes", route.takes},
                         {"does", route.does}});
  return {{"endpoints", std::move(endpoints)}, {"faults", describe_faults()}};
}

}  // namespace

std::span<const ControlRoute> control_routes() {
  return kRoutes;
}

std::string control_help() {
  std::string help;
  for (const auto& [method, path, takes, does, handler] : kRoutes) {
    help.append("  ").append(method).append(" ").append(path);
    if (!takes.empty()) help.append(" {").append(takes).append("}");
    help.append("\n      ").append(does).append("\n");
  }
  help +=
      "Faults: {\"rules\": [{kind, method?, path?, pattern?, nth?, rate?, count?, retry_after?, "
      "reason?, milliseconds?}]}\n";
  for (const auto& each : describe_faults()) {
    const auto& kind = each.as_object();
    help += "  " + text_of(kind, "kind") + ": " + text_of(kind, "does") + "\n";
  }
  return help;
}

json::object Control::answer(const ServerRequest& request) {
  for (const auto& route : kRoutes) {
    if (route.method != request.method || route.path != request.path) continue;
    const auto body = request.body.empty() ? json::object() : read_json(request.body);
    return route.handler(*this, {read_query(request.query), body});
  }
  throw ApiError(Code::invalid_request_url,
                 "Invalid request URL. GET /_control/ says what there is.");
}

}  // namespace storyreel::workspace
