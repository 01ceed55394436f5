#pragma once

#include <string>
#include <vector>

#include "pipeline/providers/provider.hpp"

namespace storyreel::pipeline {

/// A film described by its own sentences: the user's title, or the phrase that the script speaks of
/// most; the first sentences and those that hold most of its subject; its phrases. Pure.
Description extract(const std::string& title, const std::vector<std::string>& sentences,
                    const std::string& language);

/// `text` with its first letter as a capital, where its script has any.
std::string capitalised(const std::string& text);

}  // namespace storyreel::pipeline
