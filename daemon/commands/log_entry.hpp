#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/runtime/log.hpp"

namespace storyreel::commands {

/// An event that was logged.
struct LogEntry {
  Time time{};
  Event event;
};

/// Reads a line of the status log's objects; nullopt for anything else.
std::optional<LogEntry> read_entry(std::string_view line);

/// Which events to show.
struct LogFilter {
  std::string video;  ///< part of its title, letter case ignored; empty: all
  Level least = Level::debug;
  std::optional<Time> since;

  bool shows(const LogEntry& entry) const;
};

/// "10m", "2h" or "3d" before `now`, or a time in ISO 8601 (UTC where it names no zone); nullopt
/// for anything else.
std::optional<Time> read_since(std::string_view text, Time now);

}  // namespace storyreel::commands
