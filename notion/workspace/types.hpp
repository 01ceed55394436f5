#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "notion/workspace/call.hpp"
#include "notion/workspace/store.hpp"

namespace storyreel::workspace {

/// A property of a data source. `config` is what is kept under its type's name in the schema.
struct Property {
  std::string id;  ///< as the API shows it: URL-encoded
  std::string name;
  std::string type;
  json::value description;
  json::object config;
};

/// A property whose configuration is being read.
struct Setting {
  Call& call;
  const Node& source;             ///< its data source, perhaps not stored yet
  std::vector<Property>& schema;  ///< of `source`; other properties may come, change and go
  Property property;              ///< a copy, without `config`
  json::object old;               ///< configuration of the same type; empty: there was none
};

/// Where a page's value is written to.
struct Writing {
  Call& call;
  Node& page;
  Property& property;  ///< may gain options
};

/// What a property type is: one row of the table in types.cpp. What a row doesn't name is null.
struct PropertyType {
  std::string_view name;
  /// Reads the <type> part of a schema. Null: the API can't create or change it.
  json::object (*configure)(Setting& setting, const json::value& value,
                            std::string_view path) = nullptr;
  /// Reads a page's <type> value into what is stored. Null: the type is computed, pages can't
  /// write it.
  json::value (*write)(Writing& writing, const json::value& value, std::string_view path) = nullptr;
  /// What the API shows for a stored value (null where nothing is stored).
  json::value (*read)(const json::value& stored, const Property& property,
                      const Node& page) = nullptr;
  /// What pages show of it, where that takes more than the page itself (users, relations, links of
  /// files): gets what `read` gave. Null: just that.
  json::value (*complete)(Call& call, json::value read, const Property& property,
                          const Node& page) = nullptr;
  /// What schemas show of `config`. Null: just that.
  json::object (*describe)(Call& call, const Property& property) = nullptr;
  /// What a new row has before anybody writes it; may count in `property`. Null: nothing.
  json::value (*begin)(Property& property) = nullptr;
};

/// Null for an unknown type.
const PropertyType* find_type(std::string_view name);

/// The value of `property` on `page` as far as the page alone knows it, without id and type: what
/// filters and sorts see. Relations are not in pages but in Store::related: they read as empty.
json::value read_value(const Property& property, const Node& page);

/// The same as the API shows it to the caller.
json::value show_value(Call& call, const Property& property, const Node& page);

/// {object: user, id}.
json::object partial_user(std::string_view id);

/// Floored to the minute, as Notion shows it.
std::string show_time(Time time);
Time floor_minute(Time time);

}  // namespace storyreel::workspace
