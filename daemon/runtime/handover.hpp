#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "daemon/runtime/fd.hpp"

/// Messages between processes that hand over open descriptors.
namespace storyreel {

/// Two connected ends, closed in every program that is started; each message arrives whole. Throws
/// Error when there are no descriptors left.
std::pair<Fd, Fd> make_socket_pair();

/// Sends `bytes` with copies of at most kMostHandedOver descriptors. False when nobody is there to
/// take them.
constexpr std::size_t kMostHandedOver = 4;
bool hand_over(const Fd& socket, std::span<const std::byte> bytes, std::span<const int> fds);

/// Waits for such a message; nullopt once the other end is closed, or sent one of another size.
std::optional<std::vector<Fd>> take_over(const Fd& socket, std::span<std::byte> bytes);

}  // namespace storyreel
