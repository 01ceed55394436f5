#include "notion/show.hpp"

#include <algorithm>

#include <boost/json/value.hpp>

#include "notion/fill.hpp"
#include "notion/requests.hpp"

namespace storyreel::notion {
namespace {

std::optional<std::string> wanted(const Bound& bound, const Subject& subject,
                                  std::string_view shown) {
  auto text = bound.owner == Owner::fill ? show_fill(subject.fill(bound.name), shown)
              : bound.show               ? bound.show(subject)
                                         : std::nullopt;
  if (text) text = fitted(bound.type, *text);
  return text;
}

// At creation the user's own words are shown too: a row made again keeps them.
std::optional<std::string> wanted_at_first(const Bound& bound, const Subject& subject) {
  const auto* const fill = subject.fill(bound.name);
  if (bound.owner == Owner::fill && fill) return fitted(bound.type, fill->value());
  return wanted(bound, subject, {});
}

}  // namespace

Differences differences(const Binding& binding, const Subject& subject,
                        const cache::Values& shown) {
  Differences found;
  for (const auto& bound : binding.properties) {
    const auto value = shown.find(std::string(bound.name));
    if (value == shown.end()) continue;
    auto text = wanted(bound, subject, value->second);
    if (text && !same_value(bound.type, *text, value->second))
      found.push_back({.bound = &bound, .text = *std::move(text), .shown = value->second});
  }
  return found;
}

Differences beginnings(const Binding& binding, const Subject& subject) {
  Differences found;
  for (const auto& bound : binding.properties) {
    auto text = wanted_at_first(bound, subject);
    if (text && !text->empty()) found.push_back({.bound = &bound, .text = *std::move(text)});
  }
  return found;
}

bool takes_asks(const Difference& difference) {
  return difference.bound->owner == Owner::daemon && difference.bound->take;
}

// What already shows the ask, as a Pending row or a blank Error does, can't have been set to it
// since the last poll: writing it unread keeps a row at two requests from creation to Complete.
bool needs_reading(const Differences& differences) {
  return std::ranges::any_of(differences, [](const Difference& difference) {
    const auto& bound = *difference.bound;
    if (bound.owner == Owner::daemon) {
      return takes_asks(difference) && difference.shown != bound.asks;
    }
    return bound.owner != Owner::notion;
  });
}

boost::json::object properties(const Differences& differences, const Ids& ids) {
  boost::json::object body;
  for (const auto& [bound, text, shown] : differences) {
    if (!is_property(bound->type)) continue;
    const auto id = ids.find(std::string(bound->name));
    const auto& key = id == ids.end() ? std::string(bound->name) : id->second;
    body[key] = property_value(bound->type, bound->name, text, ids);
  }
  return body;
}

boost::json::object page_body(const Differences& differences, const Ids& ids) {
  boost::json::object body;
  if (auto written = properties(differences, ids); !written.empty())
    body["properties"] = std::move(written);
  for (const auto& [bound, text, shown] : differences)
    if (bound->type == Type::cover)
      body["cover"] = property_value(bound->type, bound->name, text, ids).at(word(Type::cover));
  return body;
}

cache::Values values_of(const Differences& differences) {
  cache::Values values;
  for (const auto& [bound, text, shown] : differences) values.emplace(bound->name, text);
  return values;
}

}  // namespace storyreel::notion
