#include "daemon/runtime/service.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <systemd/sd-daemon.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/owner.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

// An open file description's lock, not the process's: it ends with the descriptor, and unlike
// flock's it can be asked about without being taken.
struct flock whole_file() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

bool is_held(int file) {
  struct flock lock = whole_file();
  return ::fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/// "123 storyreel daemon", as the holder wrote it.
struct Holder {
  int pid = 0;
  std::string command;
};

Holder read_holder(int file) {
  std::array<char, 256> bytes{};
  const ssize_t size = ::pread(file, bytes.data(), bytes.size(), 0);
  const std::string text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  Holder holder;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), holder.pid);
  holder.command = one_line(text.substr(static_cast<std::size_t>(end - text.data())), 80);
  return holder;
}

[[noreturn]] void refuse(const fs::path& directory, int file) {
  const Holder holder = read_holder(file);
  const std::string who =
      holder.pid > 0 ? "process " + std::to_string(holder.pid) + " (" + holder.command + ")"
                     : "another process";
  throw HeldError("state directory " + directory.string() + " is held by " + who);
}

[[noreturn]] void unusable(const fs::path& directory, int code) {
  throw UsageError("can't use the state directory " + directory.string() + ": " +
                   system_message(code) + "; change [state] directory or its permissions");
}

void make_private_folder(const fs::path& directory) {
  std::error_code error;
  if (!fs::create_directories(directory, error) && !error) return;
  if (!error) fs::permissions(directory, fs::perms{0750}, error);
  if (error) unusable(directory, error.value());
}

}  // namespace

Task<> until_terminated() {
  asio::signal_set signals(co_await asio::this_coro::executor, SIGTERM, SIGINT);
  co_await signals.async_wait(asio::use_awaitable);
}

Task<> on_signal(int signal, std::function<void()> action) {
  asio::signal_set signals(co_await asio::this_coro::executor, signal);
  for (;;) {
    co_await signals.async_wait(asio::use_awaitable);
    action();
  }
}

void notify_service(std::string_view state) {
  ::sd_notify(0, std::string(state).c_str());
}

// The time lets systemd tell this message from one of an earlier reload.
void notify_reloading() {
  const auto uptime = std::chrono::steady_clock::now().time_since_epoch();
  const auto stamp = std::chrono::duration_cast<std::chrono::microseconds>(uptime).count();
  notify_service("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(stamp));
}

Task<> pet_watchdog() {
  std::uint64_t microseconds = 0;
  const bool watched = ::sd_watchdog_enabled(0, &microseconds) > 0;
  for (;;) {
    if (watched) notify_service("WATCHDOG=1");
    co_await sleep_for(watched ? milliseconds{microseconds / 2000} : milliseconds::max());
  }
}

StateLock::StateLock(const fs::path& directory, std::string_view command) {
  make_private_folder(directory);
  become_owner(directory);
  file_ = Fd(::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
  if (!file_) unusable(directory, errno);
  struct flock lock = whole_file();
  if (::fcntl(file_.get(), F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) unusable(directory, errno);
    refuse(directory, file_.get());
  }
  const std::string text = std::to_string(::getpid()) + " " + std::string(command) + "\n";
  if (::ftruncate(file_.get(), 0) != 0 || ::pwrite(file_.get(), text.data(), text.size(), 0) < 0) {
    throw Error("can't write " + (directory / "lock").string() + ": " + system_message(errno));
  }
}

int StateLock::holder(const fs::path& directory) {
  const Fd file(::open((directory / "lock").c_str(), O_RDONLY | O_CLOEXEC));
  return file && is_held(file.get()) ? read_holder(file.get()).pid : 0;
}

}  // namespace storyreel
