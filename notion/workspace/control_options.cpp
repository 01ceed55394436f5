#include <algorithm>
#include <array>

#include "notion/workspace/control.hpp"
#include "notion/workspace/options.hpp"
#include "notion/workspace/properties.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kRename{Field{"data_source_id", Want::string, true},
                             Field{"option_id", Want::string, true},
                             Field{"name", Want::string, true}};

}  // namespace

json::object rename_option(Control& control, const ControlRequest& request) {
  check_fields(request.body, "body", kRename);
  const auto id = as_id(request.body.at("data_source_id"), "body.data_source_id");
  auto source = control.store.find(id);
  if (!source || source->kind != Kind::data_source) not_found("data source", id);
  auto schema = schema_of(*source);
  const auto option = text_of(request.body, "option_id");
  const bool renamed = std::ranges::any_of(schema, [&](Property& property) {
    return rename_option(property, option, request.body.at("name"), "body.name");
  });
  if (!renamed) invalid("There is no option " + option + ".");
  set_schema(*source, schema);
  source->edited = control.time();
  Store::Write write(control.store);
  control.store.update(*source);
  write.commit();
  return {};
}

}  // namespace storyreel::workspace
