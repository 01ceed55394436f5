#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/runtime/error.hpp"

namespace storyreel::render {

/// Throws Error "NAME OF THE FILE: why".
[[noreturn]] inline void refuse(const std::filesystem::path& file, std::string_view why) {
  throw Error(file.filename().string().append(": ").append(why));
}

}  // namespace storyreel::render
