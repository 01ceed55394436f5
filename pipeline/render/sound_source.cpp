#include "pipeline/render/sound_source.hpp"

#include <algorithm>

#include "pipeline/render/stop.hpp"
#include "pipeline/render/timeline.hpp"

namespace storyreel::render {

namespace {

constexpr std::int64_t kFade = kSampleRate / 100;

/// Gain at sample `at` of a sound of `length` samples.
float fade(std::int64_t at, std::int64_t length) {
  const auto edge = std::min(at + 1, length - at);
  return edge >= kFade ? 1.0F : static_cast<float>(edge) / static_cast<float>(kFade);
}

}  // namespace

std::optional<Sample> SampleReader::next() {
  if (at_ == size_) {
    check_stop(stop_);
    frame_ = reader_.read();
    if (!frame_) return at_ = size_ = 0, std::nullopt;
    left_ = av::channel(*frame_, 0).data();
    right_ = av::channel(*frame_, 1).data();
    at_ = 0;
    size_ = static_cast<std::size_t>(frame_->nb_samples);
  }
  const auto i = at_++;
  return Sample{left_[i], right_[i]};
}

LevelSource::LevelSource(const std::filesystem::path& file, LoudnessMeter::Span span, float gain,
                         std::stop_token stop)
    : reader_(file, std::move(stop)), length_(span.to - span.from), gain_(gain) {
  for (std::int64_t i = 0; i < span.from; ++i) reader_.next();
}

Sample LevelSource::next() {
  if (at_ == length_) return {};
  const auto sample = reader_.next();
  if (!sample) return {};
  const float gain = gain_ * fade(at_, length_);
  ++at_;
  return *sample * gain;
}

}  // namespace storyreel::render
