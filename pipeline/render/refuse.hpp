#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/runtime/error.hpp"

namespace storyreel::render {

/// Throws Error "NAME OF THE FILE: why"; only "why" where `file` is empty (a child that decodes
/// does not know its file's name).
[[noreturn]] inline void refuse(const std::filesystem::path& file, std::string_view why) {
  if (file.empty()) throw Error(std::string(why));
  throw Error(file.filename().string().append(": ").append(why));
}

}  // namespace storyreel::render
