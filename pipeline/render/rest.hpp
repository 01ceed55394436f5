#pragma once

#include <cstdint>

#include "pipeline/render/timeline.hpp"

/// The body of a picture at rest: a key picture, two that refine it, and then kRestCycle that say
/// nothing but "as before" and can be repeated for as long as one likes. Frame numbers count
/// modulo 16, so that the cycle's end meets its beginning.
namespace storyreel::render {

constexpr std::int64_t kRestHead = 3;
constexpr std::int64_t kRestCycle = 16;
constexpr std::int64_t kRestFrames = kRestHead + kRestCycle;

/// Encodes such a body, kRestFrames long. Throws Error when the encoder had more to say.
std::int64_t make_rest(const Still& still, const config::Render& settings,
                       const std::filesystem::path& out, const Progress& progress,
                       const std::stop_token& stop);

/// How far x264 looks ahead there, and in the fade from one to another, where little comes that it
/// does not know: each frame is 7 MB of its memory at 1920x1080, and presets take 10 to 60.
constexpr const char* kNearSight = ":rc-lookahead=6";

/// Frames after which a picture at rest begins anew, so that the film can be sought.
constexpr std::int64_t kRestKeyEvery = 600;

/// Which packet of such a body is frame `at` of a body of `length` frames, with a new key picture
/// every kRestKeyEvery frames, but none that only a few frames would follow.
std::int64_t rest_packet(std::int64_t at, std::int64_t length);

/// The most bytes that a picture which says "as before" takes.
int most_rest_bytes(const config::Render& settings);

}  // namespace storyreel::render
