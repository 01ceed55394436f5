#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/regex.hpp>

#include "daemon/runtime/time.hpp"
#include "notion/workspace/api.hpp"

namespace storyreel::workspace {

/// When a fault strikes: instead of the request; after it was done, whatever it did; or after it
/// committed something.
enum class Moment { before, after, committed };

/// What a rule says of its fault.
struct FaultDetails {
  int retry_after = 1;
  std::string reason = "public_api_request_rate_limit";
  milliseconds wait{0};  ///< before the reply
};

/// One kind of fault: a row of the table in fault_kinds.cpp.
struct FaultKind {
  std::string_view name;
  Moment moment;
  ServerReply (*reply)(const Answer& answer, const FaultDetails& details);
  std::string_view does;
  int wait = 0;  ///< milliseconds, where a rule says nothing
};

/// Null when there is no such kind.
const FaultKind* find_fault_kind(std::string_view name);
/// Every kind, as {kind, does}.
json::array describe_faults();

/// A fault that a rule has for this request.
struct Fault {
  const FaultKind* kind;
  FaultDetails details;
  std::size_t rule;
};

/// The faults that tests have asked for. A rule looks at what has its method, path and pattern: it
/// strikes the n-th such request, or each with a probability, or every one; at most `count` times.
class Faults {
 public:
  /// Replaces the rules: {seed?, rules: [{kind, method?, path?, pattern?, nth?, rate?, count?,
  /// retry_after?, reason?, milliseconds?}]}. `path` is how a path begins or, with segments in
  /// braces, the form of one; `pattern` is a regular expression. Throws ApiError.
  void set(const json::object& wanted);
  void clear() { rules_.clear(); }

  /// What is due for this request, in the order of the rules; every rule counts it.
  std::vector<Fault> due(std::string_view method, const std::string& path);

  /// The first of `due` whose moment is `now`, which is then spent; what strikes `after` does at
  /// `committed` too. Nullopt when there is none.
  std::optional<Fault> strike(const std::vector<Fault>& due, Moment now);

 private:
  struct Rule {
    const FaultKind* kind;
    FaultDetails details;
    std::string method, path;
    std::optional<boost::regex> pattern;
    std::int64_t nth, count;
    double rate;
    std::int64_t seen = 0, struck = 0;
  };
  static Rule read_rule(const json::object& wanted, std::string_view path);
  bool is_due(Rule& rule, std::string_view method, const std::string& path);

  std::vector<Rule> rules_;
  std::mt19937_64 random_{1};
};

}  // namespace storyreel::workspace
