#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/task.hpp"

namespace storyreel {

/// Waits for SIGTERM or SIGINT, then returns. Meant for `life() || until_terminated()`; beware that
/// Asio's `||` waits on when one side throws, so `life()` hands its exception over as a value.
Task<> until_terminated();

/// Calls `action` on every arrival of `signal` (SIGHUP, SIGUSR1) until cancelled.
Task<> on_signal(int signal, std::function<void()> action);

/// Tells systemd; does nothing without $NOTIFY_SOCKET. `state` is sd_notify's text.
void notify_service(std::string_view state);

/// Tells systemd that the configuration is read again; "READY=1" ends that.
void notify_reloading();

/// Pets systemd's watchdog from the loop at half its period until cancelled; returns never when
/// there is no watchdog.
Task<> pet_watchdog();

/// Holds a state directory (made if missing) for one process: a lock on `directory`/lock, which
/// names the holder. Root becomes the directory's owner for good, so that all that is made there is
/// the owner's (become_owner). Throws HeldError "state directory DIR is held by process 123
/// (storyreel daemon)", and UsageError when the directory can't be used.
class StateLock {
 public:
  StateLock(const std::filesystem::path& directory, std::string_view command);

  /// The process that holds `directory` now; 0 when nobody does.
  static int holder(const std::filesystem::path& directory);

 private:
  Fd file_;
};

}  // namespace storyreel
