#include "tests/flow/requests.hpp"

#include <regex>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr const char* kId = "{id}";

std::string form_of(const std::string& path) {
  static const std::regex kUuid("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  return std::regex_replace(path, kUuid, kId);
}

std::string text(const json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

}  // namespace

bool Endpoint::writes() const {
  const bool asks = path.ends_with("/query") || path.ends_with("/search");
  return method != "GET" && !asks;
}

std::string Endpoint::pattern() const {
  auto pattern = path;
  for (auto at = pattern.find(kId); at != std::string::npos; at = pattern.find(kId)) {
    pattern.replace(at, std::string_view(kId).size(), "[^/]+");
  }
  return "^" + pattern + "$";
}

void Requests::look(Studio& studio) {
  const auto answer =
      studio.person().call("GET", "/_control/requests?since=" + std::to_string(last_));
  for (const auto& each : answer.at("requests").as_array()) {
    last_ = each.at("number").as_int64();
    if (text(each, "user") != "bot") continue;
    const Endpoint endpoint{text(each, "method"), form_of(text(each, "path"))};
    ++asked_[endpoint];
    if (const auto fault = text(each, "fault"); !fault.empty()) ++struck_[endpoint][fault];
  }
}

int Requests::faults() const {
  int count = 0;
  for (const auto& [endpoint, kinds] : struck_) {
    for (const auto& [kind, times] : kinds) count += times;
  }
  return count;
}

int Requests::writes() const {
  int count = 0;
  for (const auto& [endpoint, times] : asked_) count += endpoint.writes() ? times : 0;
  return count;
}

std::vector<std::string> fault_kinds(Studio& studio) {
  std::vector<std::string> kinds;
  const auto answer = studio.person().call("GET", "/_control/");
  for (const auto& fault : answer.at("faults").as_array()) kinds.push_back(text(fault, "kind"));
  return kinds;
}

void set_faults(Studio& studio, json::array rules, std::uint64_t seed) {
  studio.person().call("POST", "/_control/faults",
                       json::object{{"rules", std::move(rules)}, {"seed", seed}});
}

void set_lag(Studio& studio, milliseconds lag) {
  studio.person().call("POST", "/_control/limits",
                       json::object{{"index_lag_milliseconds", lag.count()}});
}

}  // namespace storyreel::test
