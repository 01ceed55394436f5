#include "pipeline/render/decode_apart.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <poll.h>
#include <signal.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/process.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/render/decoder_parent.hpp"
#include "pipeline/render/picture.hpp"
#include "pipeline/render/picture_decode.hpp"
#include "pipeline/render/refuse.hpp"
#include "pipeline/render/stop.hpp"

namespace storyreel::render {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kSignalled = 128;

Fd open_picture(const fs::path& file) {
  Fd picture(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat facts{};
  if (!picture || ::fstat(picture.get(), &facts) != 0) refuse(file, "the picture can't be opened");
  if (!S_ISREG(facts.st_mode)) refuse(file, "the picture can't be opened: it is no file");
  if (facts.st_size == 0) refuse(file, "the picture is empty");
  if (static_cast<std::size_t>(facts.st_size) > kMostPictureBytes)
    refuse(file, "the picture is larger than 64 MB");
  return picture;
}

Fd open_or_throw(int fd) {
  if (fd < 0) throw CannotDecode("can't decode pictures: " + system_message(errno));
  return Fd(fd);
}

/// A child's output that has ended, mapped: nobody can change it any more.
class Output {
 public:
  explicit Output(const Fd& memory) {
    struct stat facts{};
    constexpr int kSeals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    if (::fcntl(memory.get(), F_ADD_SEALS, kSeals) != 0) return;
    if (::fstat(memory.get(), &facts) != 0 || facts.st_size <= 0) return;
    const auto size = static_cast<std::size_t>(facts.st_size);
    auto* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, memory.get(), 0);
    if (data != MAP_FAILED) bytes_ = {static_cast<const char*>(data), size};
  }
  ~Output() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  std::optional<Answer> head() const {
    Answer answer;
    if (bytes_.size() < sizeof answer) return std::nullopt;
    std::memcpy(&answer, bytes_.data(), sizeof answer);
    return answer;
  }
  std::string_view rest() const { return bytes_.substr(sizeof(Answer)); }

 private:
  std::string_view bytes_;
};

/// A program of its own for one picture.
class Started : public Decoding {
 public:
  Started(const std::vector<std::string>& argv, std::array<int, 2> descriptors, const Fd& errors)
      : process_({.argv = argv,
                  .program = {},
                  .input = descriptors[0],
                  .output = descriptors[1],
                  .errors = errors.get(),
                  .bare = true}) {}

  const Fd& watch() const override { return process_.watch(); }
  int reap() override { return process_.reap(); }

 private:
  Process process_;
};

std::unique_ptr<Decoding> start(const fs::path& file, const Apart& apart, const DecoderOrder& order,
                                std::array<int, 2> descriptors) {
  try {
    if (apart.argv.empty()) return fork_decoder(order, descriptors);
    const auto nowhere = open_or_throw(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    return std::make_unique<Started>(apart.argv, descriptors, nowhere);
  } catch (const Error& error) {
    throw CannotDecode(file.filename().string() +
                       ": its decoder can't be started: " + error.what());
  }
}

void wait(const Decoding& child, const fs::path& file, milliseconds wall,
          const std::stop_token& stop) {
  constexpr milliseconds kStopPeriod{50};
  const auto deadline = Clock::now() + wall;
  pollfd ended{child.watch().get(), POLLIN, 0};
  while (::poll(&ended, 1, static_cast<int>(kStopPeriod.count())) <= 0) {
    check_stop(stop);
    if (Clock::now() >= deadline)
      refuse(file, "the picture can't be read: decoding it takes too long");
  }
}

/// What a child's end means that is none in order.
std::string describe_end(int exit) {
  if (exit == kSignalled + SIGXCPU) return "decoding it takes too long";
  if (exit > kSignalled)
    return fmt::format("its decoder crashed ({})", ::strsignal(exit - kSignalled));
  return fmt::format("its decoder failed with {}", exit);
}

bool fits(Size size, Size least) {
  const bool is_even = size.width % 2 == 0 && size.height % 2 == 0;
  return is_even && least.width > 0 && size.width >= least.width && size.height >= least.height &&
         sizeof(Answer) + frame_bytes(size) <= most_bytes(least);
}

av::Frame unpack(std::string_view bytes, Size size) {
  auto frame = av::make_picture_frame(AV_PIX_FMT_YUV420P, size.width, size.height);
  for (int index : {0, 1, 2}) {
    const auto plane = av::plane(*frame, index);
    const auto width = static_cast<std::size_t>(plane.width);
    for (int y = 0; y < plane.height; ++y, bytes.remove_prefix(width))
      std::memcpy(plane.row(y), bytes.data(), width);
  }
  return frame;
}

/// The words of a refusal come from a process that may have been taken over: one short line.
std::string clean(std::string_view words) {
  constexpr std::size_t kMost = 500;
  std::string line(words.substr(0, kMost));
  std::ranges::replace_if(line, [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
  return is_utf8(line) ? line : "the picture can't be read";
}

av::Frame take(const Output& output, const fs::path& file, Size least) {
  constexpr auto kNonsense = "the picture can't be read: its decoder answered nonsense";
  const auto head = output.head();
  if (!head) refuse(file, kNonsense);
  if (head->kind == Answer::refused) refuse(file, clean(output.rest()));
  if (head->kind == Answer::sound && least.width == 0) return {};
  const Size size{head->width, head->height};
  const bool is_whole =
      head->kind == Answer::frame && fits(size, least) && output.rest().size() == frame_bytes(size);
  if (!is_whole) refuse(file, kNonsense);
  return unpack(output.rest(), size);
}

}  // namespace

av::Frame decode_apart(const fs::path& file, const DecoderOrder& order, const Apart& apart,
                       const std::stop_token& stop) {
  check_stop(stop);
  const auto picture = open_picture(file);
  const auto memory = open_or_throw(::memfd_create("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const auto child = start(file, apart, order, {picture.get(), memory.get()});
  wait(*child, file, apart.wall, stop);
  const int exit = child->reap();
  if (exit == kSignalled + SIGKILL)
    throw CannotDecode(file.filename().string() +
                       ": the picture can't be read: its decoder was killed; is memory short?");
  if (exit != 0) refuse(file, "the picture can't be read: " + describe_end(exit));
  return take(Output(memory), file, order.least);
}

}  // namespace storyreel::render
