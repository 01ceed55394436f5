#pragma once

#include <cstdlib>
#include <string>

#include "daemon/runtime/error.hpp"

namespace storyreel::config {

/// Sets a variable of the environment while it lives; empty unsets it.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    if (const char* was = std::getenv(name)) was_ = was;
    set(value);
  }
  ~Variable() { set(was_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const std::string& value) {
    value.empty() ? unsetenv(name_) : setenv(name_, value.c_str(), 1);
  }
  const char* name_;
  std::string was_;
};

/// The message of the UsageError that `action` throws.
template <class F>
std::string complaint(F action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(nothing was wrong)";
}

}  // namespace storyreel::config
