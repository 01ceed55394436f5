#include "pipeline/render/limiter.hpp"

#include <algorithm>
#include <cmath>

namespace storyreel::render {

Limiter::Limiter(float ceiling) : ceiling_(ceiling) {
  gains_.fill(1);
}

float Limiter::lowest(float gain) {
  while (!needs_.empty() && needs_.back().gain >= gain) needs_.pop_back();
  needs_.push_back({at_, gain});
  if (needs_.front().at < at_ - kDelay) needs_.pop_front();
  return needs_.front().gain;
}

Limiter::Sample Limiter::push(Sample in) {
  const auto slot = static_cast<std::size_t>(at_ % kDelay);
  const float peak = std::max(std::abs(in.left), std::abs(in.right));
  const float gain = lowest(peak > ceiling_ ? ceiling_ / peak : 1.0F);
  sum_ += double{gain} - double{gains_[slot]};
  gains_[slot] = gain;
  const auto smooth = static_cast<float>(sum_ / kDelay);
  const Sample late = line_[slot];
  line_[slot] = in;
  ++at_;
  return {late.left * smooth, late.right * smooth};
}

}  // namespace storyreel::render
