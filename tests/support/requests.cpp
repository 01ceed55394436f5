#include "tests/support/requests.hpp"

#include <regex>

#include <boost/json/object.hpp>

namespace storyreel::test {
namespace {

namespace json = boost::json;

std::string word(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string form_of(const std::string& path) {
  static const std::regex kId("[0-9a-f]{8}-[0-9a-f-]{27}");
  return std::regex_replace(path, kId, "{id}");
}

Request read(const json::object& logged) {
  Request request;
  request.number = logged.at("number").to_number<std::int64_t>();
  request.method = word(logged, "method");
  request.path = word(logged, "path");
  request.form = form_of(request.path);
  request.user = word(logged, "user");
  request.fault = word(logged, "fault");
  request.status = logged.at("status").to_number<int>();
  request.time = from_iso(word(logged, "time")).value_or(Time{});
  request.took = milliseconds(logged.at("milliseconds").to_number<std::int64_t>());
  request.sent = word(logged, "request");
  request.answered = word(logged, "response");
  return request;
}

}  // namespace

bool Request::writes() const {
  const bool asks = form.ends_with("/query") || form == "/v1/search";
  return method != "GET" && !asks;
}

std::vector<Request> requests(Api& person, std::int64_t since) {
  const auto answer = person.call("GET", "/_control/requests?since=" + std::to_string(since));
  std::vector<Request> found;
  for (const auto& each : answer.at("requests").as_array()) {
    auto request = read(each.as_object());
    if (request.user == "bot") found.push_back(std::move(request));
  }
  return found;
}

void forget_requests(Api& person) {
  person.call("DELETE", "/_control/requests");
}

void keep_bodies(Api& person, bool keep) {
  person.call("POST", "/_control/requests", json::object{{"bodies", keep}});
}

}  // namespace storyreel::test
