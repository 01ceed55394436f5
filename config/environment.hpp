#pragma once

#include <cstdlib>
#include <string>

namespace storyreel::config {

/// A variable of the environment; empty when it is not set.
inline std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace storyreel::config
