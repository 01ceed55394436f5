#pragma once

#include "notion/workspace/properties.hpp"

namespace storyreel::workspace {

/// Relations, which the store keeps beside the pages (Store::related). A dual relation is two
/// properties that name each other; whatever writes one keeps the other in step.

/// Reads {data_source_id, single_property | dual_property}. A new dual relation gets its property
/// on the other side; one that becomes single loses it.
json::object configure_relation(Setting& setting, const json::value& value, std::string_view path);
json::object describe_relation(Call& call, const Property& property);

/// Replaces what the page points at by [{id}], each once.
json::value write_relation(Writing& writing, const json::value& value, std::string_view path);

/// The pages that `property` of `page` points at and the caller may see, as [{id}].
json::array related_pages(Call& call, const Property& property, const Node& page,
                          std::size_t most = std::size_t{1} << 40);
json::value complete_relation(Call& call, json::value read, const Property& property,
                              const Node& page);

/// Forgets the relation's values before it goes or changes its type; the property on the other
/// side of a dual one is single from now on. That may be in `schema`, the relation's own.
void release_relation(Call& call, const Node& source, const Property& property,
                      std::vector<Property>& schema);

}  // namespace storyreel::workspace
