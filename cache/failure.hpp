#pragma once

#include <string>

#include <SQLiteCpp/Exception.h>

#include "daemon/runtime/error.hpp"

namespace storyreel::cache {

/// The file can't be read or written. `whole`: so it is for everything (disk full, held, damaged);
/// otherwise only for what broke a rule of the schema.
class Failure : public Error {
 public:
  Failure(const std::string& message, bool is_whole) : Error(message), whole(is_whole) {}
  bool whole;
};

/// SQLite's failure in plain words: the file, what is wrong and what to do about it.
Failure failed(const std::string& file, const SQLite::Exception& failure);

}  // namespace storyreel::cache
