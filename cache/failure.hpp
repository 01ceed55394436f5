#pragma once

#include <string>

#include <SQLiteCpp/Exception.h>

#include "daemon/runtime/error.hpp"

namespace storyreel::cache {

/// SQLite's failure in plain words: the file, what is wrong and what to do about it.
Error failed(const std::string& file, const SQLite::Exception& failure);

}  // namespace storyreel::cache
