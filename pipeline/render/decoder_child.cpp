#include "pipeline/render/decoder_child.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <optional>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/runtime/confine.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/render/picture_decode.hpp"

namespace storyreel::render {

namespace {

constexpr std::string_view kName = "--decode-picture";
constexpr std::size_t kMostWords = 500;

std::optional<DecoderOrder> read_order(std::span<char*> arguments) {
  constexpr std::size_t kNumbers = 4;
  std::array<std::int64_t, kNumbers> numbers{};
  if (arguments.size() != kNumbers) return std::nullopt;
  for (std::size_t i = 0; i < kNumbers; ++i) {
    const std::string_view word(arguments[i]);
    const auto* end = word.data() + word.size();
    const auto [stop, failed] = std::from_chars(word.data(), end, numbers[i]);
    if (failed != std::errc() || stop != end || numbers[i] < 0) return std::nullopt;
  }
  return DecoderOrder{.least = {static_cast<int>(numbers[0]), static_cast<int>(numbers[1])},
                      .memory = static_cast<std::size_t>(numbers[2]),
                      .cpu = seconds(numbers[3])};
}

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

}  // namespace

std::vector<std::string> to_arguments(const DecoderOrder& order) {
  return {std::string(kName), std::to_string(order.least.width), std::to_string(order.least.height),
          std::to_string(order.memory), std::to_string(order.cpu.count())};
}

std::size_t most_bytes(Size least) {
  constexpr int kRoom = 8;
  const Size most{std::max(least.width, least.height) + kRoom,
                  2 * (least.width + least.height) + kRoom};
  return sizeof(Answer) + std::max(frame_bytes(most), kMostWords);
}

void decoder_child(int count, char** arguments) {
  constexpr int kBadOrder = 2;
  const std::span all(arguments, static_cast<std::size_t>(count));
  if (all.size() < 2 || all[1] != kName) return;
  const auto order = read_order(all.subspan(2));
  struct stat facts{};
  if (!order || ::fstat(STDIN_FILENO, &facts) != 0) ::_exit(kBadOrder);
  confine({.memory = order->memory, .output = most_bytes(order->least), .cpu = order->cpu});
  const auto size = std::min(static_cast<std::size_t>(facts.st_size), kMostPictureBytes);
  ::_exit(write_output(obey_or_refuse(*order, size)) ? 0 : 1);
}

}  // namespace storyreel::render
