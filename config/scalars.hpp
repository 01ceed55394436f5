#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/runtime/time.hpp"

/// Values that the configuration writes as strings; nullopt for anything else.
namespace storyreel::config {

/// "500ms", "10s", "2m", "1h": a whole number and a unit.
std::optional<milliseconds> duration(std::string_view text);

/// A duration as the configuration writes it, in the largest unit that holds it whole.
std::string spelled(milliseconds duration);

/// "500MB", "20GB", "1TB", in powers of 1,024; "0".
std::optional<std::int64_t> byte_size(std::string_view text);

/// "1920x1080".
std::optional<std::pair<int, int>> picture_size(std::string_view text);

/// Of a film, in pixels.
constexpr int kLeastSide = 64;
constexpr int kMostSide = 7680;
constexpr int kMostFps = 120;
/// 0 would be lossless, which H.264 has in no profile that players take.
constexpr int kBestCrf = 1;
constexpr int kWorstCrf = 51;
constexpr milliseconds kMostCrossfade{5000};

/// The same where a film can have it: both even, 64 to 7680.
std::optional<std::pair<int, int>> film_size(std::string_view text);

/// A duration that a crossfade can have.
std::optional<milliseconds> crossfade(std::string_view text);

/// "127.0.0.1:8480", "localhost:80", "[::1]:8480".
bool is_listen(std::string_view text);

/// http or https with a host.
bool is_url(std::string_view text);

}  // namespace storyreel::config
