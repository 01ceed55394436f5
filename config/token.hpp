#pragma once

#include <filesystem>

#include "daemon/runtime/secret.hpp"

namespace storyreel::config {

/// Notion's token: $STORYREEL_NOTION_TOKEN, else $CREDENTIALS_DIRECTORY/notion_token, else `named`
/// (notion.token_file; may be empty). Empty when there is none. Throws Error that names
/// the source and the file when it can't be read or is empty.
Secret find_token(const std::filesystem::path& named);

}  // namespace storyreel::config
