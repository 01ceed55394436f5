#pragma once

#include <cerrno>
#include <string>

#include "daemon/runtime/error.hpp"

namespace storyreel {

/// A disk, or somebody's share of it, has no room for what was to be written. It may have later.
class FullDiskError : public Error {
 public:
  using Error::Error;
};

/// Throws Error with `text`, and FullDiskError where `code`, an errno value, says that it is one.
[[noreturn]] inline void throw_system(const std::string& text, int code) {
  if (code == ENOSPC || code == EDQUOT) throw FullDiskError(text);
  throw Error(text);
}

}  // namespace storyreel
