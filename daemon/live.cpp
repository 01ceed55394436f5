#include "daemon/live.hpp"

#include <exception>

#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

namespace json = boost::json;

json::object budget_json(const notion::BudgetReport& budget) {
  return {{"limit", budget.limit},
          {"left", budget.left},
          {"waiting", budget.waiting},
          {"in_flight", budget.in_flight},
          {"rests_until",
           budget.rests_until ? json::value(to_iso(*budget.rests_until)) : json::value(nullptr)}};
}

notion::BudgetReport budget_from(const json::object& object) {
  const auto& rests = object.at("rests_until");
  return {.limit = json::value_to<int>(object.at("limit")),
          .left = json::value_to<int>(object.at("left")),
          .waiting = json::value_to<std::size_t>(object.at("waiting")),
          .in_flight = json::value_to<std::size_t>(object.at("in_flight")),
          .rests_until = rests.is_string() ? from_iso(rests.as_string()) : std::nullopt};
}

}  // namespace

json::object to_json(const Live& live) {
  json::object troubles;
  for (const auto& [doing, why] : live.troubles) troubles[doing] = why;
  return {{"since", to_iso(live.since)},        {"ready", live.ready},
          {"all_paused", live.all_paused},      {"running_steps", live.running},
          {"budget", budget_json(live.budget)}, {"troubles", std::move(troubles)}};
}

Live live_from_json(const json::object& object) {
  try {
    Live live{.since = from_iso(object.at("since").as_string()).value_or(Time{}),
              .ready = object.at("ready").as_bool(),
              .all_paused = object.at("all_paused").as_bool(),
              .running = json::value_to<std::size_t>(object.at("running_steps")),
              .budget = budget_from(object.at("budget").as_object()),
              .troubles = {}};
    for (const auto& [doing, why] : object.at("troubles").as_object())
      live.troubles.emplace(doing, why.as_string());
    return live;
  } catch (const std::exception&) {
    throw Error("the daemon that runs tells of itself in other words: it is another version");
  }
}

}  // namespace storyreel
