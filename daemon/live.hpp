#pragma once

#include <cstddef>
#include <map>
#include <string>

#include <boost/json/object.hpp>

#include "daemon/runtime/time.hpp"
#include "notion/budget.hpp"

namespace storyreel {

/// What a running daemon knows of itself beside the record.
struct Live {
  Time since{};             ///< it started
  bool ready = false;       ///< Notion was read once
  bool all_paused = false;  ///< nothing new is begun
  std::size_t running = 0;  ///< steps that are being made
  notion::BudgetReport budget;
  std::map<std::string, std::string> troubles;  ///< "reading Notion" → why that fails now
};

/// As the control socket tells it.
boost::json::object to_json(const Live& live);

/// Reads what to_json() wrote. Throws Error where it is something else.
Live live_from_json(const boost::json::object& object);

}  // namespace storyreel
