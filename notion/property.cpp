#include "notion/property.hpp"

#include <array>

namespace storyreel::notion {

std::string_view word(Type type) {
  constexpr std::array<std::string_view, 12> kWords{
      "title",    "rich_text", "number", "select",       "multi_select",     "date",
      "checkbox", "url",       "files",  "created_time", "last_edited_time", "cover"};
  return kWords.at(static_cast<std::size_t>(type));
}

std::string option_key(std::string_view property, std::string_view option) {
  return std::string(property) + "/" + std::string(option);
}

}  // namespace storyreel::notion
