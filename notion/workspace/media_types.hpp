#pragma once

#include <string>
#include <string_view>

namespace storyreel::workspace {

/// The media type that a file name's extension stands for; empty when it is none that Notion takes.
std::string_view media_type_of(std::string_view filename);

/// True for a media type that Notion takes, parameters ("; charset=…") aside.
bool is_media_type(std::string_view type);

/// `type` in lower case without its parameters.
std::string plain_media_type(std::string_view type);

/// True when `filename` ends on an extension of `type`.
bool is_extension_of(std::string_view filename, std::string_view type);

/// "png" for "image/png": the first extension of that type; empty for an unknown one.
std::string_view extension_of(std::string_view type);

/// What a file is to a comment: audio, image, pdf, video, or productivity for all else.
std::string_view category_of(std::string_view type);

}  // namespace storyreel::workspace
