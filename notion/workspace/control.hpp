#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "notion/workspace/faults.hpp"
#include "notion/workspace/limits.hpp"

namespace storyreel::workspace {

/// One answered /v1 request, as the request log has it.
struct Logged {
  std::int64_t number = 0;
  std::string method, path, query;
  int status = 0;     ///< 0: the connection was dropped
  std::string user;   ///< "bot", "person", "page" (the web page), or empty
  std::string fault;  ///< its kind, if one struck
  Time time;
  milliseconds took{0};
};

/// What tests may turn at run time, and what they may look at, through /_control/.
class Control {
 public:
  explicit Control(Cursors& cursors) : cursors_(cursors) {}

  /// Answers a request below /_control/; throws ApiError.
  json::object answer(const ServerRequest& request);

  void log(Logged entry);
  Time time() const { return now() + offset; }

  Faults faults;
  milliseconds offset{0};
  std::size_t result_cap = limits::kResults;

 private:
  friend struct ControlRoutes;
  Cursors& cursors_;
  std::deque<Logged> log_;
  std::int64_t logged_ = 0;
};

}  // namespace storyreel::workspace
