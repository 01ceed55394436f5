#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/time.hpp"
#include "notion/workspace/api.hpp"

namespace storyreel::workspace {

/// When a fault strikes: instead of the request, or after it was done (and committed).
enum class Moment { before, after };

/// One kind of fault: a row of the table in faults.cpp.
struct FaultKind {
  std::string_view name;
  Moment moment;
  ServerReply (*reply)(const Answer& answer, int retry_after);  ///< null: the answer stands
};

/// A fault that strikes this request.
struct Fault {
  const FaultKind* kind;
  int retry_after;
  milliseconds wait;
};

/// The faults that tests have asked for. A rule strikes what has its method, path prefix and
/// pattern: the n-th such request, or each with a probability, or every one; at most `count` times.
class Faults {
 public:
  /// Replaces the rules: {seed?, rules: [{kind, method?, path?, pattern?, nth?, rate?, count?,
  /// retry_after?, milliseconds?}]}. Throws ApiError.
  void set(const json::object& wanted);
  void clear() { rules_.clear(); }

  /// The fault for this request, if any; every rule counts it.
  std::optional<Fault> next(std::string_view method, const std::string& path);

 private:
  struct Rule {
    Fault fault;
    std::string method, path;
    std::optional<std::regex> pattern;
    std::int64_t nth, count;
    double rate;
    std::int64_t seen = 0, struck = 0;
  };
  static Rule read_rule(const json::object& wanted, std::string_view path);
  bool strikes(Rule& rule, std::string_view method, const std::string& path);

  std::vector<Rule> rules_;
  std::mt19937_64 random_{1};
};

}  // namespace storyreel::workspace
