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

/// x264 spends more on what it sees to stay: it shall see that much.
constexpr std::int64_t kFramesShown = 80;
/// From the cycle on, the coarsest quantiser: nothing is left to be said.
constexpr const char* kNothingMore = ":qpstep=69:zones=3,1000000,q=51";

}  // namespace

int most_rest_bytes(const config::Render& settings) {
  constexpr int kHeader = 64;
  constexpr int kBlocksPerByte = 64;
  constexpr int kBlock = 16 * 16;
  return kHeader + settings.width * settings.height / kBlock / kBlocksPerByte;
}

std::int64_t rest_packet(std::int64_t at, std::int64_t length, std::int64_t key_every) {
  const auto groups = std::max<std::int64_t>(1, (length + key_every / 2) / key_every);
  const auto group = std::min(at / key_every, groups - 1);
  const auto inside = at - group * key_every;
  return inside < kRestHead ? inside : kRestHead + (inside - kRestHead) % kRestCycle;
}

std::int64_t make_rest(const Still& still, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       const std::stop_token& stop) {
  Scene scene(still, settings);
  ClipWriter writer(out, settings, kRestFrames, kNothingMore);
  for (std::int64_t at = 0; at < kFramesShown; ++at) {
    check_stop(stop);
    writer.push(scene.draw(0));
    if (progress) progress(static_cast<double>(at + 1) / kFramesShown);
  }
  writer.finish();
  const int largest = std::ranges::max(writer.sizes() | std::views::drop(kRestHead));
  if (largest > most_rest_bytes(settings))
    refuse(out, fmt::format("the encoder spent {} bytes on a picture that rests", largest));
  return kRestFrames;
}

}  // namespace storyreel::render
