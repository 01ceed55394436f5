#include <array>

#include "notion/workspace/index.hpp"
#include "notion/workspace/objects.hpp"
#include "notion/workspace/routes.hpp"
#include "notion/workspace/validate.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::array kBody{Field{"filter", Want::object},
                           Field{"sorts", Want::array},
                           Field{"start_cursor", Want::string, false, true},
                           Field{"page_size", Want::number},
                           Field{"result_type", Want::string},
                           Field{"is_archived", Want::boolean}};

Question read_question(const Call& call, const std::vector<Property>& schema) {
  Question question{.ordered = call.ordered, .most = call.result_cap + 1};
  if (const auto* filter = find(call.body, "filter"))
    question.filter = read_filter(*filter, schema, {call.user.id, call.now}, "body.filter");
  if (const auto* sorts = find(call.body, "sorts"))
    question.orders = read_sorts(*sorts, schema, "body.sorts");
  if (const auto* archived = find(call.body, "is_archived"))
    question.archived = archived->get_bool();
  return question;
}

/// Data sources hold pages and nothing else.
bool wants_pages(const json::object& body) {
  const auto* type = find(body, "result_type");
  if (!type || type->get_string() == "page") return true;
  if (type->get_string() != "data_source")
    invalid_field("body.result_type", "`\"page\"` or `\"data_source\"`", type);
  return false;
}

std::vector<std::string> matching(Call& call, const Node& source,
                                  const std::vector<Property>& schema) {
  const auto question = read_question(call, schema);
  return wants_pages(call.body) ? call.index.rows(source.id, question) : std::vector<std::string>();
}

/// Rows may have been moved or taken away since the first page, and rows can be hidden on their
/// own.
bool is_there(Call& call, const Node& source, const Node& row) {
  return !row.trashed && row.parent == source.id && call.store.visible(row.id, call.user);
}

}  // namespace

json::object query_data_source(Call& call) {
  check_fields(call.body, "body", kBody);
  const auto source = get(call, call.id(), Kind::data_source);
  const auto schema = schema_of(source);
  const auto page = slice(call, [&] { return matching(call, source, schema); });
  const auto filter = filter_properties(call);
  json::array shown;
  for (const auto& id : page.ids)
    if (const auto row = call.index.find(id); row && is_there(call, source, *row))
      shown.emplace_back(show_row(call, *row, schema, filter));
  return list_object(std::move(shown), page, "page_or_data_source");
}

}  // namespace storyreel::workspace
