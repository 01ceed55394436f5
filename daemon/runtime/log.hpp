#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/runtime/secret.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

enum class Level { debug, info, warning, error };

/// One thing a person cares about. Empty fields are left out of the line.
struct Event {
  Level level = Level::info;
  std::string video;  ///< its title
  std::string place;  ///< "sentence 3/24"
  std::string what;   ///< "picture made", "waits for approval"
  std::optional<milliseconds> took;
};

/// The status log: one line an event, in a file people tail and, for a service, in the journal.
///   2026-11-21 08:30:12  info     The Raven  sentence 3/24  picture made  0.8 s
/// Fields are separated by two spaces; titles are cut and freed of control characters. Times are
/// local. Beside it the same events stand whole, a JSON object a line, in a file ending in .jsonl.
/// Either file is moved to NAME.1.EXT and so on when it is large; five such are kept. Thread-safe.
class StatusLog {
 public:
  /// Appends to `file` (folder made if missing); an empty path writes none. With `echo`, lines go
  /// to standard error too; where that is the journal, as entries with the fields STORYREEL_VIDEO,
  /// STORYREEL_PLACE and STORYREEL_TOOK_MS. What any of `hidden` says is written as stars.
  StatusLog(const std::filesystem::path& file, bool echo, Level least = Level::info,
            std::vector<Secret> hidden = {});
  ~StatusLog();
  StatusLog(const StatusLog&) = delete;
  StatusLog& operator=(const StatusLog&) = delete;

  void write(const Event& event);

  /// Opens the files again (after somebody moved them).
  void reopen();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The line of an event, without its end.
std::string format_event(const Event& event, Time time);

/// The event as a JSON object: time (ISO 8601, UTC), level, what, and video, place and took_ms
/// where they are not empty.
std::string format_json(const Event& event, Time time);

/// "debug", "info", "warning", "error".
std::string_view word(Level level);

}  // namespace storyreel
