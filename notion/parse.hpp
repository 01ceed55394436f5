#pragma once

#include <string>

#include "notion/types.hpp"

/// Notion's replies as typed values. Unknown fields, types and property kinds are tolerated; what
/// is malformed throws Error that names the field ("page: \"id\" is missing").
namespace storyreel::notion {

Page parse_page(const std::string& json);
List<Page> parse_pages(const std::string& json);
List<Block> parse_blocks(const std::string& json);
Database parse_database(const std::string& json);
Source parse_source(const std::string& json);
View parse_view(const std::string& json);
List<View> parse_views(const std::string& json);
User parse_user(const std::string& json);
Block parse_block(const std::string& json);
FileUpload parse_file_upload(const std::string& json);

/// Never throws for what it is given: anything but Notion's error object is a blank Failure.
Failure parse_failure(const std::string& body);

}  // namespace storyreel::notion
