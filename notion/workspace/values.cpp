#include "notion/workspace/values.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/utf8.hpp"

namespace storyreel::workspace {
namespace {

struct FamilyEntry {
  std::string_view type;
  Family family;
  bool own = true;  ///< stands among the page's properties, under the property's id
};

constexpr std::array kFamilies{
    FamilyEntry{"title", Family::text},
    FamilyEntry{"rich_text", Family::text},
    FamilyEntry{"url", Family::text},
    FamilyEntry{"email", Family::text},
    FamilyEntry{"phone_number", Family::text},
    FamilyEntry{"number", Family::number},
    FamilyEntry{"unique_id", Family::number},
    FamilyEntry{"checkbox", Family::checkbox},
    FamilyEntry{"select", Family::option},
    FamilyEntry{"status", Family::option},
    FamilyEntry{"multi_select", Family::options},
    FamilyEntry{"date", Family::date},
    FamilyEntry{"people", Family::people},
    FamilyEntry{"relation", Family::relation},
    FamilyEntry{"files", Family::files},
    FamilyEntry{"formula", Family::computed},
    FamilyEntry{"rollup", Family::computed},
    FamilyEntry{"created_time", Family::date, false},
    FamilyEntry{"last_edited_time", Family::date, false},
    FamilyEntry{"created_by", Family::people, false},
    FamilyEntry{"last_edited_by", Family::people, false},
};

const FamilyEntry* find_family(std::string_view type) {
  const auto found = std::ranges::find(kFamilies, type, &FamilyEntry::type);
  return found == kFamilies.end() ? nullptr : found;
}

}  // namespace

std::optional<Family> family_of(std::string_view type) {
  const auto* found = find_family(type);
  return found ? std::optional(found->family) : std::nullopt;
}

Subject subject_of(const Property& property) {
  const auto* found = find_family(property.type);
  if (!found) return {property.id, Family::computed};
  return {found->own ? property.id : property.type, found->family};
}

std::string fold(std::string_view text) {
  // The common case, many times faster than Unicode's folding.
  const bool ascii = std::ranges::all_of(text, [](char c) { return (c & 0x80) == 0; });
  if (!ascii) return folded(text);
  std::string lower(text);
  for (auto& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

double number_of(Time time) {
  return static_cast<double>(time.time_since_epoch().count());
}

}  // namespace storyreel::workspace
