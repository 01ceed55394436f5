#pragma once

#include <string_view>

namespace storyreel::notion {

/// What a reply means for the request.
enum class Verdict {
  good,
  again,     ///< surely not done: send it again after a pause
  doubtful,  ///< a write that may have been done: look before repeating it
  failed,
};

/// What the verdict hangs on.
struct Outcome {
  int status = 0;
  std::string_view reason;  ///< additional_data.rate_limit_reason
  bool write = false;       ///< POST that creates, PATCH: not repeatable blindly
};

Verdict judge(const Outcome& outcome);

/// Whether Notion refuses all that this connection asks, until a person has mended why.
bool is_blocked(std::string_view rate_limit_reason);

}  // namespace storyreel::notion
