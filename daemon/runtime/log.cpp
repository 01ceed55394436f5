#include "daemon/runtime/log.hpp"

#include <array>
#include <ctime>
#include <mutex>

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel {
namespace {

constexpr std::array kLevelNames{"debug  ", "info   ", "warning", "error  "};
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
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
  } catch (const spdlog::spdlog_ex& error) {
    throw Error("can't write the status log " + file.string() + ": " + error.what());
  }
}

}  // namespace

struct StatusLog::State {
  /// A logger that writes lines as they are and flushes each.
  void open() {
    std::vector<spdlog::sink_ptr> sinks;
    if (!file.empty()) sinks.push_back(open_file(file));
    if (echo) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    auto fresh = std::make_unique<spdlog::logger>("status", sinks.begin(), sinks.end());
    fresh->set_pattern("%v");
    fresh->flush_on(spdlog::level::info);
    logger = std::move(fresh);
  }

  std::filesystem::path file;
  bool echo;
  Level least;
  std::mutex mutex;  ///< guards `logger`
  std::unique_ptr<spdlog::logger> logger;
};

StatusLog::StatusLog(const std::filesystem::path& file, bool echo, Level least)
    : state_(std::make_unique<State>(file, echo, least)) {
  state_->open();
}
StatusLog::~StatusLog() = default;

void StatusLog::write(const Event& event) {
  if (event.level < state_->least) return;
  const std::string line = format_event(event, now());
  const std::lock_guard lock(state_->mutex);
  state_->logger->log(spdlog::level::info, spdlog::string_view_t(line));
}

void StatusLog::reopen() {
  const std::lock_guard lock(state_->mutex);
  state_->open();
}

std::string format_event(const Event& event, Time time) {
  std::string line = local_time(time) + "  " + kLevelNames[static_cast<std::size_t>(event.level)];
  const auto add = [&line](const std::string& field) {
    if (!field.empty()) line += "  " + field;
  };
  add(one_line(event.video, kVideoLength));
  add(one_line(event.place, kPlaceLength));
  add(one_line(event.what, kWhatLength));
  if (event.took) add(format_took(*event.took));
  return line;
}

}  // namespace storyreel
