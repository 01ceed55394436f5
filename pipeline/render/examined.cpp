#include "pipeline/render/examined.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "pipeline/render/clock.hpp"

namespace storyreel::render {

void Track::note_broken() {
  constexpr std::size_t kMostTimes = 5;
  if (broken_.size() < kMostTimes) broken_.push_back(clock_of(std::llround(at_)));
  ++count_;
}

std::optional<std::string> Track::broken(std::string_view name) const {
  if (count_ == 0) return std::nullopt;
  return fmt::format("the {} does not decode in {} places, at {}{}", name, count_,
                     fmt::join(broken_, ", "), count_ > std::ssize(broken_) ? " and others" : "");
}

void Clock::add(std::int64_t pts) {
  if (pts == AV_NOPTS_VALUE) return;
  if (count_ == 0) first_ = pts;
  if (count_ > 0) {
    shortest_ = std::min(shortest_, pts - last_);
    longest_ = std::max(longest_, pts - last_);
  }
  last_ = pts;
  ++count_;
}

void Ear::add(const AVFrame* frame) {
  if (frame && !start_ && frame->pts != AV_NOPTS_VALUE) start_ = frame->pts;
  const auto sound = resampler_.convert(frame);
  const auto left = av::channel(*sound, 0);
  const auto right = av::channel(*sound, 1);
  for (std::size_t i = 0; i < left.size(); ++i) {
    meter_.add({left[i], right[i]});
    peak_ = std::max(peak_, peaks_.push({left[i], right[i]}));
  }
}

double Ear::peak() const {
  return 20 * std::log10(std::max(static_cast<double>(peak_), 1e-9));
}

}  // namespace storyreel::render
