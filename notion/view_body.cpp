#include "notion/view_body.hpp"

#include <boost/json/array.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel::notion {
namespace {

namespace json = boost::json;

std::string id_of(const cache::Base& base, std::string_view property) {
  const auto found = base.property_ids.find(std::string(property));
  if (found != base.property_ids.end()) return found->second;
  throw Error("the database has no property \"" + std::string(property) + "\"");
}

std::string_view type_of(const cache::Base& base, std::string_view property) {
  return word(binding_of(base).find(property)->type);
}

json::array sorts(const BoundView& view, const cache::Base& base) {
  return {json::object{{"property", id_of(base, view.sort)}, {"direction", "ascending"}}};
}

json::object filter(const BoundView& view, const cache::Base& base, const std::string& option) {
  json::object condition{{"is_not_empty", true}};
  if (!view.equals.empty()) condition = {{"equals", option}};
  return {{"property", id_of(base, view.filter)},
          {type_of(base, view.filter), std::move(condition)}};
}

json::object columns(const BoundView& view, const cache::Base& base) {
  return {{"type", type_of(base, view.shows)},
          {"property_id", id_of(base, view.shows)},
          {"sort", {{"type", "manual"}}}};
}

json::object covers(const BoundView& view, const cache::Base& base) {
  return {{"type", "property"}, {"property_id", id_of(base, view.shows)}};
}

json::object configuration(const BoundView& view, const cache::Base& base) {
  json::object found{{"type", view.type}};
  if (view.type == "board") found["group_by"] = columns(view, base);
  if (view.type == "gallery") {
    found["cover"] = covers(view, base);
    found["cover_aspect"] = "contain";
  }
  return found;
}

}  // namespace

json::object view_body(const BoundView& view, const cache::Base& base, const std::string& option) {
  json::object body{{"database_id", base.database_id},
                    {"data_source_id", base.source_id},
                    {"name", view.name},
                    {"type", view.type}};
  if (!view.filter.empty()) body["filter"] = filter(view, base, option);
  if (!view.sort.empty()) body["sorts"] = sorts(view, base);
  if (!view.shows.empty()) body["configuration"] = configuration(view, base);
  return body;
}

json::object order_body(const BoundView& view, const cache::Base& base) {
  return {{"sorts", sorts(view, base)}};
}

}  // namespace storyreel::notion
