#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/flow/studio.hpp"
#include "tests/support/requests.hpp"

namespace storyreel::test {

/// What a request asks for, its ids left out: "PATCH", "/v1/pages/{id}".
struct Endpoint {
  std::string method;
  std::string path;

  auto operator<=>(const Endpoint&) const = default;
  /// Whether it may change something: a query and a search are POSTs that don't.
  bool writes() const;
  /// A regular expression of its paths.
  std::string pattern() const;
};

/// The daemon's requests by endpoint, as the workspace's log has them.
class Traffic {
 public:
  /// Takes in what came since the last look.
  void look(Studio& studio);

  /// How often each endpoint was called.
  const std::map<Endpoint, int>& asked() const { return asked_; }
  /// How often each kind of fault struck each endpoint.
  const std::map<Endpoint, std::map<std::string, int>>& struck() const { return struck_; }
  int faults() const;
  int writes() const;

 private:
  std::int64_t last_ = 0;
  std::map<Endpoint, int> asked_;
  std::map<Endpoint, std::map<std::string, int>> struck_;
};

/// The kinds of fault that the workspace knows.
std::vector<std::string> fault_kinds(Studio& studio);

/// From now on, what `rules` (of /_control/faults) say goes wrong; nothing, when they are empty.
void set_faults(Studio& studio, boost::json::array rules, std::uint64_t seed);

/// Queries and searches know from now on only what was written that long ago.
void set_lag(Studio& studio, milliseconds lag);

}  // namespace storyreel::test
