#include "tests/flow/traffic.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr const char* kId = "{id}";

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

void Traffic::look(Studio& studio) {
  for (const auto& request : requests(studio.person(), last_)) {
    last_ = request.number;
    const Endpoint endpoint{request.method, request.form};
    ++asked_[endpoint];
    if (!request.fault.empty()) ++struck_[endpoint][request.fault];
  }
}

int Traffic::faults() const {
  int count = 0;
  for (const auto& [endpoint, kinds] : struck_) {
    for (const auto& [kind, times] : kinds) count += times;
  }
  return count;
}

int Traffic::writes() const {
  int count = 0;
  for (const auto& [endpoint, times] : asked_) count += endpoint.writes() ? times : 0;
  return count;
}

std::vector<std::string> fault_kinds(Studio& studio) {
  std::vector<std::string> kinds;
  const auto answer = studio.person().call("GET", "/_control/");
  for (const auto& fault : answer.at("faults").as_array())
    kinds.emplace_back(fault.at("kind").as_string());
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
