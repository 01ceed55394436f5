#include "pipeline/render/decoder_child.hpp"

#include <algorithm>
#include <csignal>
#include <new>
#include <optional>
#include <poll.h>
#include <span>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "daemon/runtime/confine.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/handover.hpp"
#include "pipeline/render/picture_decode.hpp"

extern "C" {
#include <sys/pidfd.h>  // glibc 2.36 forgot to say so itself
}

namespace storyreel::render {

namespace {

constexpr std::size_t kMostWords = 500;

std::string read_input(std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const auto got = ::read(STDIN_FILENO, bytes.data() + have, size - have);
    if (got <= 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

bool write_output(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

std::string answer(Answer::Kind kind, Size size, std::string_view rest) {
  const Answer head{kind, size.width, size.height};
  std::string bytes(reinterpret_cast<const char*>(&head), sizeof head);
  return bytes.append(rest);
}

std::string pack(const AVFrame& frame) {
  const Size size{frame.width, frame.height};
  auto bytes = answer(Answer::frame, size, {});
  bytes.reserve(bytes.size() + frame_bytes(size));
  for (int index : {0, 1, 2}) {
    const auto plane = av::plane(frame, index);
    for (int y = 0; y < plane.height; ++y)
      bytes.append(reinterpret_cast<const char*>(plane.row(y)),
                   static_cast<std::size_t>(plane.width));
  }
  return bytes;
}

std::string obey(const DecoderOrder& order, std::string_view bytes) {
  const auto reserve = [&](std::size_t memory) {
    limit_memory(std::min(memory + 2 * most_bytes(order.least) + bytes.size(), order.memory));
  };
  if (order.least.width > 0) return pack(*decode_picture(bytes, order.least, reserve));
  check_picture(bytes, reserve);
  return answer(Answer::sound, {}, {});
}

std::string obey_or_refuse(const DecoderOrder& order, std::size_t size) {
  try {
    return obey(order, read_input(size));
  } catch (const std::bad_alloc&) {
    return answer(Answer::refused, {}, "the picture can't be read: it takes too much memory");
  } catch (const Error& error) {
    return answer(Answer::refused, {}, std::string_view(error.what()).substr(0, kMostWords));
  }
}

[[noreturn]] void decode(const DecoderOrder& order) {
  struct stat facts{};
  if (::fstat(STDIN_FILENO, &facts) != 0) ::_exit(1);
  confine({.memory = order.memory, .output = most_bytes(order.least), .cpu = order.cpu});
  const auto size = std::min(static_cast<std::size_t>(facts.st_size), kMostPictureBytes);
  ::_exit(write_output(obey_or_refuse(order, size)) ? 0 : 1);
}

/// A child as its parent sees it.
struct Child {
  pid_t pid;
  Fd ended;  ///< readable when it has
  Fd told;   ///< who asked for it
};

/// Leaves the child nothing but its picture and its answer.
[[noreturn]] void be_child(const DecoderOrder& order, const Fd& picture, const Fd& answer) {
  ::dup2(picture.get(), STDIN_FILENO);
  ::dup2(answer.get(), STDOUT_FILENO);
  ::close_range(STDERR_FILENO + 1, ~0U, 0);
  decode(order);
}

std::optional<Child> fork_child(const DecoderOrder& order, std::vector<Fd> handed) {
  constexpr std::size_t kHanded = 3;
  if (handed.size() != kHanded) return std::nullopt;
  const auto pid = ::fork();
  if (pid == 0) be_child(order, handed[0], handed[1]);
  if (pid < 0) return std::nullopt;
  return Child{pid, Fd(::pidfd_open(pid, 0)), std::move(handed[2])};
}

/// Whether the child is done with; tells how it ended.
bool look_after(const Child& child, const pollfd& ended, const pollfd& told) {
  if (ended.revents == 0) {
    if (told.revents != 0) ::kill(child.pid, SIGKILL);
    return false;
  }
  constexpr int kSignalled = 128;
  int status = 0;
  ::waitpid(child.pid, &status, 0);
  const int exit = WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
  hand_over(child.told, std::as_bytes(std::span(&exit, 1)), {});
  return true;
}

/// Forks a child for each order until nobody is left to give any; its children die with it.
[[noreturn]] void be_parent() {
  const Fd orders(STDIN_FILENO);
  std::vector<Child> children;
  for (;;) {
    std::vector<pollfd> waits{{orders.get(), POLLIN, 0}};
    for (const auto& child : children) {
      waits.push_back({child.ended.get(), POLLIN, 0});
      waits.push_back({child.told.get(), POLLIN | POLLRDHUP, 0});
    }
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    for (std::size_t i = children.size(); i-- > 0;)
      if (look_after(children[i], waits[2 * i + 1], waits[2 * i + 2]))
        children.erase(children.begin() + static_cast<std::ptrdiff_t>(i));
    if (waits[0].revents == 0) continue;
    DecoderOrder order;
    auto handed = take_over(orders, std::as_writable_bytes(std::span(&order, 1)));
    if (!handed) ::_exit(0);
    if (auto child = fork_child(order, std::move(*handed))) children.push_back(std::move(*child));
  }
}

}  // namespace

std::size_t most_bytes(Size least) {
  constexpr int kRoom = 8;
  const Size most{std::max(least.width, least.height) + kRoom,
                  2 * (least.width + least.height) + kRoom};
  return sizeof(Answer) + std::max(frame_bytes(most), kMostWords);
}

void decoder_child(int count, char** arguments) {
  const std::span all(arguments, static_cast<std::size_t>(count));
  if (all.size() == 2 && all[1] == kDecoderArgument) be_parent();
}

}  // namespace storyreel::render
