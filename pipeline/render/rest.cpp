#include "pipeline/render/rest.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ranges>

#include "pipeline/render/clip_writer.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/scene.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

/// A long encode of a picture at rest ends up as good as a key picture of so much lower a CRF; here
/// it is as good from its first frame on, although x264 sees little of how long it stays.
constexpr int kCrfBonus = 6;
/// What is coarser leaves x264 something to say in the cycle.
constexpr int kCoarsest = 36;
/// From the cycle on, the coarsest quantiser: nothing is left to be said.
constexpr const char* kNothingMore = ":qpstep=69:zones=3,1000000,q=51";

}  // namespace

int most_rest_bytes(const config::Render& settings) {
  constexpr int kHeader = 64;
  constexpr int kBlocksPerByte = 64;
  constexpr int kBlock = 16 * 16;
  return kHeader + settings.width * settings.height / kBlock / kBlocksPerByte;
}

std::int64_t rest_packet(std::int64_t at, std::int64_t length) {
  const auto groups = std::max<std::int64_t>(1, (length + kRestKeyEvery / 2) / kRestKeyEvery);
  const auto inside = at - std::min(at / kRestKeyEvery, groups - 1) * kRestKeyEvery;
  return inside < kRestHead ? inside : kRestHead + (inside - kRestHead) % kRestCycle;
}

std::int64_t make_rest(const Still& still, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       const std::stop_token& stop) {
  Scene scene(still, settings, stop);
  auto finer = settings;
  finer.crf = std::clamp(settings.crf - kCrfBonus, 1, kCoarsest);
  ClipWriter writer(out, finer, kRestFrames, Leaning::back, std::string(kNearSight) + kNothingMore);
  // x264 spends more on what it sees to stay: it is shown as many frames as it likes to look ahead.
  while (!writer.is_full()) {
    check_stop(stop);
    writer.push(scene.draw(0));
    if (progress) progress(static_cast<double>(writer.sizes().size()) / kRestFrames);
  }
  writer.finish();
  const int largest = std::ranges::max(writer.sizes() | std::views::drop(kRestHead));
  if (largest > most_rest_bytes(settings))
    refuse(out, fmt::format("the encoder spent {} bytes on a picture that rests", largest));
  return kRestFrames;
}

}  // namespace storyreel::render
