#pragma once

#include <functional>
#include <sys/types.h>

namespace storyreel::test {

/// A user and group that own nothing.
constexpr uid_t kNobody = 65534;

/// Runs `action` in a process of its own, as nobody where the test is root's, as ourselves
/// otherwise; whether it returned true. What it says goes to standard error.
bool as_nobody(const std::function<bool()>& action);

/// Runs `action` in a process of its own, as who we are.
bool apart(const std::function<bool()>& action);

}  // namespace storyreel::test
