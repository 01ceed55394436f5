#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "daemon/runtime/time.hpp"
#include "tests/support/api.hpp"

namespace storyreel::test {

/// A request as the workspace logged it.
struct Request {
  std::int64_t number = 0;
  std::string method;
  std::string path;
  std::string form;   ///< the path with {id} for ids
  std::string user;   ///< "bot", "person", "page"
  std::string fault;  ///< the kind that struck it; blank: none
  int status = 0;
  Time time{};  ///< when it came, by the real clock
  milliseconds took{};
  std::string sent, answered;  ///< bodies, while keep_bodies() says so

  std::size_t bytes() const { return sent.size() + answered.size(); }
  bool writes() const;  ///< whether it was to change something
};

/// The requests of the integration after the number `since`, as far as the workspace still has
/// them: its last 10,000.
std::vector<Request> requests(Api& person, std::int64_t since = 0);

/// Forgets the requests so far; and says whether the bodies of later ones are kept.
void forget_requests(Api& person);
void keep_bodies(Api& person, bool keep = true);

}  // namespace storyreel::test
