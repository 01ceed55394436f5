#pragma once

#include <string>

#include "daemon/runtime/time.hpp"

namespace storyreel::pipeline {

/// A WAV file of samples: mono, 16 bits, the low byte first.
std::string to_wav(const std::string& samples, int rate);

/// One in which nothing is heard.
std::string silent_wav(milliseconds duration);

}  // namespace storyreel::pipeline
