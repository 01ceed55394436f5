#include <algorithm>
#include <array>

#include "notion/workspace/objects.hpp"
#include "notion/workspace/relations.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

/// Types whose values are lists and whose property items come as lists too, as relations do.
constexpr std::array<std::string_view, 3> kListed{"title", "rich_text", "people"};

json::object show_item(const Property& property, json::value value) {
  return {{"object", "property_item"},
          {"id", property.id},
          {"type", property.type},
          {property.type, std::move(value)}};
}

/// Where the rest of the list is; null when there is none.
json::value next_url(const Call& call, const Property& property, const Slice& slice) {
  if (!slice.next) return nullptr;
  auto url = call.base_url + "/v1/pages/" + call.id() + "/properties/" + property.id +
             "?start_cursor=" + *slice.next;
  if (const auto size = call.parameter("page_size")) url += "&page_size=" + *size;
  return json::string(url);
}

json::object show_list(const Call& call, const Property& property, json::array items,
                       const Slice& slice, json::value content) {
  auto list = list_object(std::move(items), slice, "property_item");
  list["property_item"] = json::object{{"id", property.id},
                                       {"next_url", next_url(call, property, slice)},
                                       {"type", property.type},
                                       {property.type, std::move(content)}};
  return list;
}

/// The parts of a value that is a list, a page of them at a time.
json::object show_items(Call& call, const Property& property, const json::array& values) {
  const auto page = slice(call, [&] {
    std::vector<std::string> places;
    for (std::size_t i = 0; i < values.size(); ++i) places.push_back(std::to_string(i));
    return places;
  });
  json::array items;
  for (const auto& place : page.ids)
    if (const auto i = std::stoul(place); i < values.size())
      items.emplace_back(show_item(property, values[i]));
  return show_list(call, property, std::move(items), page, json::object());
}

}  // namespace

json::object retrieve_property(Call& call) {
  const auto page = get(call, call.id(), Kind::page);
  const auto schema = schema_for(call, page);
  const auto* property = find_property(schema, call.ids[1]);
  if (!property) invalid("Could not find property with name or id: " + call.ids[1]);
  call.ids[1] = property->id;
  if (property->type == "relation")
    return show_items(call, *property, related_pages(call, *property, page));
  auto value = show_value(call, *property, page);
  if (property->type == "rollup") return show_list(call, *property, {}, {}, std::move(value));
  if (std::ranges::find(kListed, property->type) != kListed.end())
    return show_items(call, *property, value.as_array());
  return show_item(*property, std::move(value));
}

}  // namespace storyreel::workspace
