#pragma once

#include <exception>
#include <string>
#include <utility>

#include "daemon/runtime/log.hpp"
#include "daemon/runtime/retry.hpp"

namespace storyreel {

/// What a loop says about its failures: once in the status log until the message changes, and once
/// when it is over.
class Trouble {
 public:
  /// `doing`: what goes wrong, for people ("reading Notion").
  Trouble(StatusLog& log, std::string doing) : log_(log), doing_(std::move(doing)) {}

  /// Says `error` if it is news. Returns how long to wait before the next try.
  milliseconds failed(const std::exception_ptr& error);

  /// Says so when it is over.
  void well();

 private:
  StatusLog& log_;
  std::string doing_;
  std::string said_;
  int attempts_ = 0;
};

}  // namespace storyreel
