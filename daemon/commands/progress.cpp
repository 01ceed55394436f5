#include "daemon/commands/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace storyreel::commands {
namespace {

constexpr int kBarWidth = 30;
constexpr std::size_t kNameWidth = 11;
constexpr std::string_view kClearLine = "\x1b[K";

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

std::string bar(double share, int width) {
  const int full = static_cast<int>(std::floor(std::clamp(share, 0.0, 1.0) * width));
  return repeated("━", full) + repeated("╌", width - full);
}

std::string stage_line(const Stage& stage) {
  return padded(stage.name, kNameWidth) + bar(stage.share, kBarWidth) + "  " + stage.detail;
}

void ProgressBoard::show(const std::vector<Stage>& stages) {
  if (terminal_) {
    redraw(stages);
  } else {
    print_news(stages);
  }
  out_.flush();
}

void ProgressBoard::say(const std::string& line) {
  const auto stages = std::exchange(shown_, {});
  if (terminal_ && !stages.empty()) out_ << "\x1b[" << stages.size() << "A";
  out_ << line << (terminal_ ? kClearLine : "") << '\n';
  if (terminal_) redraw(stages);
  out_.flush();
}

void ProgressBoard::redraw(const std::vector<Stage>& stages) {
  if (!shown_.empty()) out_ << "\x1b[" << shown_.size() << "A";
  for (const Stage& stage : stages) out_ << stage_line(stage) << kClearLine << '\n';
  shown_ = stages;
}

void ProgressBoard::print_news(const std::vector<Stage>& stages) {
  for (const Stage& stage : stages) {
    const int quarter = static_cast<int>(std::floor(std::clamp(stage.share, 0.0, 1.0) * 4));
    int& said = quarters_[stage.name];
    if (quarter <= said) continue;
    said = quarter;
    out_ << stage.name << ' ' << stage.detail << '\n';
  }
}

bool on_terminal() {
  const char* kind = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
}

}  // namespace storyreel::commands
