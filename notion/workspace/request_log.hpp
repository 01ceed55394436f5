#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include <boost/json/array.hpp>

#include "daemon/runtime/time.hpp"

namespace storyreel::workspace {

namespace json = boost::json;

/// One answered /v1 request, as the log has it. Headers are not kept: tokens stand there.
struct Logged {
  std::int64_t number = 0;
  std::string method, path, query;
  int status = 0;       ///< 0: the connection was dropped
  std::string user;     ///< "bot", "person", "page" (the web page), or empty
  std::string user_id;  ///< empty: nobody's token
  std::string fault;    ///< its kind, if one struck
  Time time;            ///< by the real clock
  milliseconds took{0};
  std::string request = {}, response = {};  ///< the bodies, when they are asked for
};

/// The latest requests, for tests to look at.
class RequestLog {
 public:
  void add(Logged entry);
  void clear();

  /// Those after the number `after`: {number, time, method, path, query, status, user, user_id,
  /// fault, milliseconds, and with bodies request, response}.
  json::array after(std::int64_t after) const;

  bool bodies = false;  ///< keep bodies too, as far as they fit

 private:
  std::deque<Logged> entries_;
  std::int64_t last_ = 0;
  std::size_t bytes_ = 0;  ///< of the bodies kept
};

}  // namespace storyreel::workspace
