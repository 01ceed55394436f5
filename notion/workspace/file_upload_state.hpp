#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "notion/workspace/call.hpp"
#include "notion/workspace/files.hpp"

// What the file upload verbs have in common.
namespace storyreel::workspace {

inline constexpr std::array<std::string_view, 4> kUploadStatuses{"pending", "uploaded", "expired",
                                                                 "failed"};

/// One of `kUploadStatuses`: an upload that nobody attached expires by itself.
std::string_view status_of(const Upload& upload, Time now);

/// The file_upload object of the API.
json::object show_upload(Call& call, const Upload& upload);

/// The caller's upload; others' are not there for it. Throws object_not_found.
Upload own_upload(Call& call, std::string_view id);

/// Sets name and type; each gives the other where it is missing, and they must agree. Throws
/// validation_error.
void describe(Upload& upload, std::string name, const std::string& type);

/// "`"a"`, `"b"`".
std::string listed(std::span<const std::string_view> words);

}  // namespace storyreel::workspace
