#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Pictures that are downloaded.
namespace storyreel::pipeline {

/// What servers of files call them, for FetchRequest::types.
const std::vector<std::string>& picture_types();

/// "jpg", "png", "webp", by their first bytes; nullopt: films are not made of such. Takes any
/// bytes.
std::optional<std::string> picture_extension(std::string_view bytes);

}  // namespace storyreel::pipeline
