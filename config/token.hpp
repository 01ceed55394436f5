#pragma once

#include <filesystem>
#include <string>

#include "daemon/runtime/secret.hpp"

namespace storyreel::config {

/// Notion's token: $STORYREEL_NOTION_TOKEN, else $CREDENTIALS_DIRECTORY/notion_token, else `named`
/// (notion.token_file; may be empty). Empty when there is none. Throws Error that names
/// the source and the file when it can't be read or is empty.
Secret find_token(const std::filesystem::path& named);

/// The key of the service that makes what `table` says ("image"): $STORYREEL_IMAGE_KEY, else
/// $CREDENTIALS_DIRECTORY/image_key, else `named` (image.key_file). Like find_token.
Secret find_key(const std::string& table, const std::filesystem::path& named);

}  // namespace storyreel::config
