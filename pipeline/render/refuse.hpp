#pragma once

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/runtime/full_disk.hpp"

namespace storyreel::render {

/// "NAME OF THE FILE: why"; only "why" where `file` is empty (a child that decodes does not know
/// its file's name).
inline std::string refusal(const std::filesystem::path& file, std::string_view why) {
  if (file.empty()) return std::string(why);
  return file.filename().string().append(": ").append(why);
}

/// Throws Error with that.
[[noreturn]] inline void refuse(const std::filesystem::path& file, std::string_view why) {
  throw Error(refusal(file, why));
}

/// The same for a file that can't be written; a full disk is a FullDiskError. `code` is errno.
[[noreturn]] inline void refuse_unwritten(const std::filesystem::path& file, int code) {
  throw_system(refusal(file, std::string("can't be written: ") + std::strerror(code)), code);
}

}  // namespace storyreel::render
