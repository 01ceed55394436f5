#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace storyreel::render::av {

/// Throws Error "FILE: WHAT: why" for a negative code of the FFmpeg libraries, and returns any
/// other. `what` says what was being done: "opening it", "decoding it". A full disk is a
/// FullDiskError.
int check(int code, std::string_view what, const std::filesystem::path& file);

/// What the libraries say about a code: "Invalid data found when processing input".
std::string words(int code);

/// Keeps the libraries from writing to stderr: what they find comes back as codes. A callback set
/// with av_log_set_callback still hears everything.
void quiet();

}  // namespace storyreel::render::av
