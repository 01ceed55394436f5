#include "pipeline/render/limiter.hpp"

namespace storyreel::render {

Limiter::Limiter(float ceiling) : ceiling_(ceiling), peaks_(ceiling) {
  gains_.fill(1);
}

float Limiter::lowest(float gain) {
  while (!needs_.empty() && needs_.back().gain >= gain) needs_.pop_back();
  needs_.push_back({at_, gain});
  // A peak in the gap between two samples turns down both.
  if (needs_.front().at < at_ - kAttack - 1) needs_.pop_front();
  return needs_.front().gain;
}

Sample Limiter::push(Sample in) {
  const float peak = peaks_.push(in);
  const float gain = lowest(peak > ceiling_ ? ceiling_ / peak : 1.0F);
  auto& slot = gains_[static_cast<std::size_t>(at_ % kAttack)];
  sum_ += double{gain} - double{slot};
  slot = gain;
  auto& place = line_[static_cast<std::size_t>(at_ % kDelay)];
  const auto late = place;
  place = in;
  ++at_;
  return late * static_cast<float>(sum_ / kAttack);
}

}  // namespace storyreel::render
