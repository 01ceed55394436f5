#pragma once

#include <map>
#include <string>
#include <string_view>

namespace storyreel::notion {

/// The property types that bindings use.
enum class Type {
  title,
  rich_text,
  number,
  select,
  multi_select,
  date,
  checkbox,
  url,
  files,
  created_time,
  last_edited_time,
  cover,  ///< the page's own picture: no property in Notion's sense, but shown, edited and owned as
          ///< one
};

/// The cover's name among a page's properties.
constexpr std::string_view kCover = "(cover)";

/// Whether it stands in a database's schema.
constexpr bool is_property(Type type) {
  return type != Type::cover;
}

/// Notion's word for a type: "rich_text".
std::string_view word(Type type);

/// Whose a property is; what each means stands in ARCHITECTURE.md.
enum class Owner {
  user,    ///< never written, except at creation
  fill,    ///< ours while it shows what we wrote, else the user's
  shared,  ///< both write it
  daemon,  ///< ours: repaired when somebody changes it
  notion,  ///< kept by Notion itself
};

/// Ids by our name of a property ("Status") and of an option ("Status/Complete").
using Ids = std::map<std::string, std::string>;

/// The key of an option in Ids.
std::string option_key(std::string_view property, std::string_view option);

}  // namespace storyreel::notion
