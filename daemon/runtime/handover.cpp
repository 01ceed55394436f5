#include "daemon/runtime/handover.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

#include "daemon/runtime/error.hpp"

namespace storyreel {
namespace {

/// A message and the room beside it for descriptors.
struct Letter {
  explicit Letter(std::span<std::byte> bytes) : part{bytes.data(), bytes.size()} {
    head.msg_iov = &part;
    head.msg_iovlen = 1;
    head.msg_control = room.data();
    head.msg_controllen = room.size();
  }
  iovec part;
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(kMostHandedOver * sizeof(int))> room{};
  msghdr head{};
};

std::vector<Fd> descriptors_of(msghdr& head) {
  std::vector<Fd> fds;
  for (auto* part = CMSG_FIRSTHDR(&head); part; part = CMSG_NXTHDR(&head, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= part->cmsg_len; at += sizeof(int)) {
      int fd = -1;
      std::memcpy(&fd, reinterpret_cast<const std::byte*>(part) + at, sizeof fd);
      fds.emplace_back(fd);
    }
  }
  return fds;
}

}  // namespace

std::pair<Fd, Fd> make_socket_pair() {
  std::array<int, 2> ends{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw Error("can't make a socket: " + system_message(errno));
  return {Fd(ends[0]), Fd(ends[1])};
}

bool hand_over(const Fd& socket, std::span<const std::byte> bytes, std::span<const int> fds) {
  std::vector<std::byte> copy(bytes.begin(), bytes.end());
  Letter letter(copy);
  const auto size = std::min(fds.size(), kMostHandedOver) * sizeof(int);
  letter.head.msg_controllen = size == 0 ? 0 : CMSG_SPACE(size);
  if (auto* part = size == 0 ? nullptr : CMSG_FIRSTHDR(&letter.head)) {
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(part), fds.data(), size);
  }
  ssize_t sent = 0;
  while ((sent = ::sendmsg(socket.get(), &letter.head, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
  }
  return sent == static_cast<ssize_t>(bytes.size());
}

std::optional<std::vector<Fd>> take_over(const Fd& socket, std::span<std::byte> bytes) {
  Letter letter(bytes);
  ssize_t got = 0;
  while ((got = ::recvmsg(socket.get(), &letter.head, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
  }
  if (got <= 0) return std::nullopt;
  auto fds = descriptors_of(letter.head);
  if (got != static_cast<ssize_t>(bytes.size()) || (letter.head.msg_flags & MSG_TRUNC) != 0)
    return std::nullopt;
  return fds;
}

}  // namespace storyreel
