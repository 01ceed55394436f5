#pragma once

#include <string>

#include "pipeline/providers/till.hpp"

namespace storyreel::pipeline {

/// What yt-dlp wrote to standard error, as why a video can't be read. Pure.
struct SiteError {
  ProviderError error;
  bool slow_down = false;  ///< the site wants to be asked less: that concerns every video
  bool known = true;       ///< what it means is known
};
SiteError site_error(const std::string& errors);

}  // namespace storyreel::pipeline
