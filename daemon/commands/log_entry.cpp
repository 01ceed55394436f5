#include "daemon/commands/log_entry.hpp"

#include <array>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "config/scalars.hpp"
#include "daemon/summary.hpp"

namespace storyreel::commands {
namespace {

namespace json = boost::json;

constexpr std::array kLevels{Level::debug, Level::info, Level::warning, Level::error};

std::string text_in(const json::object& object, std::string_view name) {
  const auto* const value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<milliseconds> days(std::string_view text) {
  if (!text.ends_with('d')) return std::nullopt;
  const auto hours = config::duration(std::string(text.substr(0, text.size() - 1)) + "h");
  return hours ? std::optional(*hours * 24) : std::nullopt;
}

}  // namespace

std::optional<LogEntry> read_entry(std::string_view line) {
  boost::system::error_code error;
  const auto value = json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto time = from_iso(text_in(object, "time"));
  if (!time) return std::nullopt;
  LogEntry entry{.time = *time,
                 .event = {.video = text_in(object, "video"),
                           .place = text_in(object, "place"),
                           .what = text_in(object, "what")}};
  for (const auto level : kLevels)
    if (word(level) == text_in(object, "level")) entry.event.level = level;
  const auto* const took = object.if_contains("took_ms");
  if (took && took->is_int64()) entry.event.took = milliseconds(took->get_int64());
  return entry;
}

bool LogFilter::shows(const LogEntry& entry) const {
  return entry.event.level >= least && (!since || entry.time >= *since) &&
         (video.empty() || contains(entry.event.video, video));
}

std::optional<Time> read_since(std::string_view text, Time now) {
  if (const auto ago = config::duration(text)) return now - *ago;
  if (const auto ago = days(text)) return now - *ago;
  return from_iso(text);
}

}  // namespace storyreel::commands
