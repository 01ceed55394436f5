#include "daemon/runtime/log.hpp"

#include <array>
#include <ctime>
#include <mutex>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/journal.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel {
namespace {

constexpr std::array kLevelNames{"debug", "info", "warning", "error"};
constexpr std::size_t kLevelWidth = 7;
constexpr std::size_t kMostBytes = 10u << 20;
constexpr std::size_t kFilesKept = 5;
constexpr std::size_t kVideoLength = 48;
constexpr std::size_t kPlaceLength = 48;
constexpr std::size_t kWhatLength = 1000;

std::string local_time(Time time) {
  const std::time_t whole = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  ::localtime_r(&whole, &local);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
  return text.data();
}

/// "0.8 s", from a minute on "2 min 5 s".
std::string format_took(milliseconds took) {
  const auto tenths = (took.count() + 50) / 100;
  if (tenths < 600) return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
  const auto whole = (took.count() + 500) / 1000;
  return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
}

spdlog::sink_ptr open_file(const std::filesystem::path& file) {
  try {
    return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), kMostBytes,
                                                                  kFilesKept);
  } catch (const spdlog::spdlog_ex& error) {
    throw Error("can't write the status log " + file.string() + ": " + error.what());
  }
}

/// A logger that writes lines as they are and flushes each.
std::unique_ptr<spdlog::logger> plain(std::vector<spdlog::sink_ptr> sinks) {
  auto logger = std::make_unique<spdlog::logger>("status", sinks.begin(), sinks.end());
  logger->set_pattern("%v");
  logger->flush_on(spdlog::level::info);
  return logger;
}

Event without(const std::vector<Secret>& hidden, const Event& event) {
  return {.level = event.level,
          .video = starred(event.video, hidden),
          .place = starred(event.place, hidden),
          .what = starred(event.what, hidden),
          .took = event.took};
}

}  // namespace

struct StatusLog::State {
  void open() {
    std::vector<spdlog::sink_ptr> lines;
    std::vector<spdlog::sink_ptr> objects;
    if (!file.empty()) {
      lines.push_back(open_file(file));
      objects.push_back(open_file(std::filesystem::path(file).replace_extension(".jsonl")));
    }
    if (echo && !journal) lines.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    text = plain(std::move(lines));
    json = plain(std::move(objects));
  }

  std::filesystem::path file;
  bool echo;
  Level least;
  std::vector<Secret> hidden;
  bool journal = stderr_is_journal();
  std::mutex mutex;  ///< guards the loggers
  std::unique_ptr<spdlog::logger> text;
  std::unique_ptr<spdlog::logger> json;
};

StatusLog::StatusLog(const std::filesystem::path& file, bool echo, Level least,
                     std::vector<Secret> hidden)
    : state_(std::make_unique<State>(file, echo, least, std::move(hidden))) {
  state_->open();
}
StatusLog::~StatusLog() = default;

void StatusLog::write(const Event& event) {
  if (event.level < state_->least) return;
  const auto shown = without(state_->hidden, event);
  const auto time = now();
  const std::string line = format_event(shown, time);
  const std::string object = format_json(shown, time);
  const std::lock_guard lock(state_->mutex);
  state_->text->log(spdlog::level::info, spdlog::string_view_t(line));
  state_->json->log(spdlog::level::info, spdlog::string_view_t(object));
  if (state_->echo && state_->journal) send_to_journal(shown);
}

void StatusLog::reopen() {
  const std::lock_guard lock(state_->mutex);
  state_->open();
}

std::string format_event(const Event& event, Time time) {
  std::string level(word(event.level));
  level.resize(kLevelWidth, ' ');
  std::string line = local_time(time) + "  " + level;
  const auto add = [&line](const std::string& field) {
    if (!field.empty()) line += "  " + field;
  };
  add(one_line(event.video, kVideoLength));
  add(one_line(event.place, kPlaceLength));
  add(one_line(event.what, kWhatLength));
  if (event.took) add(format_took(*event.took));
  return line;
}

std::string format_json(const Event& event, Time time) {
  boost::json::object object{{"time", to_iso(time)}, {"level", word(event.level)}};
  const auto add = [&object](std::string_view name, const std::string& field, std::size_t most) {
    if (!field.empty()) object[name] = one_line(field, most);
  };
  add("video", event.video, kWhatLength);
  add("place", event.place, kPlaceLength);
  add("what", event.what, kWhatLength);
  if (event.took) object["took_ms"] = event.took->count();
  return boost::json::serialize(object);
}

std::string_view word(Level level) {
  return kLevelNames[static_cast<std::size_t>(level)];
}

}  // namespace storyreel
