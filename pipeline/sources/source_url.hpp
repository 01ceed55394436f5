#pragma once

#include <expected>
#include <string>
#include <vector>

namespace storyreel::pipeline {

/// What the program is given for the URL on a video's row: YouTube's own address of the one video
/// that it names, or the URL as it is where its host is one of `hosts` ("127.0.0.1:8000"). Else why
/// not, for the editor. Pure.
std::expected<std::string, std::string> source_url(const std::string& url,
                                                   const std::vector<std::string>& hosts);

}  // namespace storyreel::pipeline
