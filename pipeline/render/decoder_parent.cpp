#include "pipeline/render/decoder_parent.hpp"

#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <signal.h>
#include <span>
#include <sys/socket.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/handover.hpp"
#include "daemon/runtime/process.hpp"

namespace storyreel::render {

namespace {

/// Tells by a socket: the parent writes how the child ended, and kills it when the socket closes.
class Forked : public Decoding {
 public:
  explicit Forked(Fd told) : told_(std::move(told)) {}
  ~Forked() override { Forked::reap(); }

  const Fd& watch() const override { return told_; }

  int reap() override {
    constexpr int kKilled = 128 + SIGKILL;
    if (!told_) return exit_;
    ::shutdown(told_.get(), SHUT_WR);
    const bool ended = take_over(told_, std::as_writable_bytes(std::span(&exit_, 1))).has_value();
    if (!ended) exit_ = kKilled;  // and its parent with it
    told_ = {};
    return exit_;
  }

 private:
  Fd told_;
  int exit_ = 0;
};

/// The program that stands by.
class Parent {
 public:
  std::unique_ptr<Decoding> fork(const DecoderOrder& order, const std::array<int, 2>& descriptors) {
    auto [ours, theirs] = make_socket_pair();
    const std::array handed{descriptors[0], descriptors[1], theirs.get()};
    const auto bytes = std::as_bytes(std::span(&order, 1));
    const std::scoped_lock guard(mutex_);
    if (!process_ || !hand_over(orders_, bytes, handed)) {
      start();
      if (!hand_over(orders_, bytes, handed)) throw Error(system_message(errno));
    }
    return std::make_unique<Forked>(std::move(ours));
  }

 private:
  void start() {
    process_.reset();
    auto [ours, theirs] = make_socket_pair();
    const Fd nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    if (!nowhere) throw Error(system_message(errno));
    // By this name a program stays itself when its file is replaced.
    process_.emplace(ProcessStart{.argv = {"storyreel", std::string(kDecoderArgument)},
                                  .program = "/proc/self/exe",
                                  .input = theirs.get(),
                                  .output = nowhere.get(),
                                  .errors = nowhere.get(),
                                  .bare = true});
    orders_ = std::move(ours);
  }

  std::mutex mutex_;
  std::optional<Process> process_;
  Fd orders_;
};

}  // namespace

std::unique_ptr<Decoding> fork_decoder(const DecoderOrder& order,
                                       const std::array<int, 2>& descriptors) {
  // One for the whole process, however many films it makes: it knows nothing of any.
  static Parent parent;
  return parent.fork(order, descriptors);
}

}  // namespace storyreel::render
