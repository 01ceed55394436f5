#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace storyreel {

/// A failure told to a person: one sentence that says what is wrong and what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Bad usage or configuration. The process ends with exit code 2; systemd does not restart it.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Another process holds the state directory. The process ends with exit code 4.
class HeldError : public Error {
 public:
  using Error::Error;
};

/// The text of an errno value, in lower case: "no space left on device".
std::string system_message(int code);

/// True when `error` is a cancelled operation. Cancellation is never logged as a failure.
bool is_cancelled(const std::exception_ptr& error) noexcept;

/// True when a UsageError stands in `error`'s chain of causes.
bool is_usage(const std::exception_ptr& error) noexcept;

/// The exception that a cancelled operation throws.
std::exception_ptr cancelled();

/// The message of `error` with the context it gained on the way up ("outer: inner"), whole.
/// Context is added with std::throw_with_nested(Error("what was being done")).
std::string describe(const std::exception_ptr& error);

}  // namespace storyreel
