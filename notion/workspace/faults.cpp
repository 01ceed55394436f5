#include "notion/workspace/faults.hpp"

#include <array>

#include "notion/workspace/limits.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{Field{"seed", Want::number}, Field{"rules", Want::array, true}};
constexpr std::array kRule{Field{"kind", Want::string, true}, Field{"method", Want::string},
                           Field{"path", Want::string},       Field{"pattern", Want::string},
                           Field{"nth", Want::number},        Field{"rate", Want::number},
                           Field{"count", Want::number},      Field{"retry_after", Want::number},
                           Field{"reason", Want::string},     Field{"milliseconds", Want::number}};
constexpr std::size_t kSearched = 1000;

double number_of(const json::object& object, std::string_view path, std::string_view key,
                 double otherwise, double most = 1e9) {
  const auto* value = find(object, key);
  return value ? as_number(*value, at(path, key), 0, most) : otherwise;
}

std::optional<boost::regex> pattern_of(const json::object& wanted, std::string_view path) {
  const auto text = text_of(wanted, "pattern");
  if (text.empty()) return std::nullopt;
  try {
    return boost::regex(text);
  } catch (const boost::regex_error&) {
    invalid_field(at(path, "pattern"), "a regular expression", find(wanted, "pattern"));
  }
}

FaultDetails details_of(const FaultKind& kind, const json::object& wanted, std::string_view path) {
  constexpr double kHour = 3'600'000;
  FaultDetails details;
  details.retry_after = static_cast<int>(number_of(wanted, path, "retry_after", 1));
  const auto wait = number_of(wanted, path, "milliseconds", kind.wait, kHour);
  details.wait = milliseconds(static_cast<std::int64_t>(wait));
  if (wanted.contains("reason")) details.reason = text_of(wanted, "reason");
  return details;
}

/// A pattern that takes too long to try, which Boost notices, is not found.
bool is_found(const boost::regex& pattern, const std::string& path) {
  try {
    return boost::regex_search(path.substr(0, kSearched), pattern);
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

Faults::Rule Faults::read_rule(const json::object& wanted, std::string_view path) {
  check_fields(wanted, path, kRule);
  const auto* kind = find_fault_kind(text_of(wanted, "kind"));
  if (!kind) invalid_field(at(path, "kind"), "a kind of fault", find(wanted, "kind"));
  return {kind,
          details_of(*kind, wanted, path),
          text_of(wanted, "method"),
          text_of(wanted, "path"),
          pattern_of(wanted, path),
          static_cast<std::int64_t>(number_of(wanted, path, "nth", 0)),
          static_cast<std::int64_t>(number_of(wanted, path, "count", 1e9)),
          number_of(wanted, path, "rate", 1, 1)};
}

void Faults::set(const json::object& wanted) {
  check_fields(wanted, "body", kBody);
  std::vector<Rule> rules;
  for (const auto& each : as_array(wanted.at("rules"), "body.rules", limits::kArray)) {
    const auto path = at("body.rules", rules.size());
    rules.push_back(read_rule(as_object(each, path), path));
  }
  random_.seed(static_cast<std::uint64_t>(number_of(wanted, "body", "seed", 1)));
  rules_ = std::move(rules);
}

bool Faults::is_due(Rule& rule, std::string_view method, const std::string& path) {
  if (!rule.method.empty() && rule.method != method) return false;
  const bool form = rule.path.contains('{');
  if (form ? !has_form(path, rule.path) : !path.starts_with(rule.path)) return false;
  if (rule.pattern && !is_found(*rule.pattern, path)) return false;
  ++rule.seen;
  const bool drawn = std::uniform_real_distribution(0.0, 1.0)(random_) < rule.rate;
  return drawn && (rule.nth == 0 || rule.seen == rule.nth) && rule.struck < rule.count;
}

std::vector<Fault> Faults::due(std::string_view method, const std::string& path) {
  std::vector<Fault> due;
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (is_due(rules_[i], method, path)) due.push_back({rules_[i].kind, rules_[i].details, i});
  return due;
}

std::optional<Fault> Faults::strike(const std::vector<Fault>& due, Moment now) {
  for (const auto& fault : due) {
    const auto moment = fault.kind->moment;
    if (moment != now && (moment != Moment::after || now != Moment::committed)) continue;
    if (fault.rule < rules_.size()) ++rules_[fault.rule].struck;
    return fault;
  }
  return std::nullopt;
}

}  // namespace storyreel::workspace
