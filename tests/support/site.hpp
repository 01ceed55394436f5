#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace storyreel::test {

/// A program in `folder` that stands for yt-dlp: it writes `description` (JSON), or what is in a
/// file "errors" there to standard error and fails; and `captions` (VTT) as asked. It writes down
/// its words in a file "asked" there, a line each time.
std::string make_program(const std::filesystem::path& folder, const std::string& description,
                         const std::string& captions);

/// A description of a video with captions in VTT and so many views.
std::string description_of(const std::string& id, const std::string& title, std::int64_t views);

}  // namespace storyreel::test
