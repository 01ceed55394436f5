#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

/// Who is at the other end of a local socket, as the kernel says.
struct Peer {
  pid_t process = 0;
  uid_t user = 0;
  gid_t group = 0;
  std::vector<gid_t> groups;  ///< its others
};

/// Root, our own user, and members of our own group may give orders.
bool may_order(const Peer& peer, uid_t own_user, gid_t own_group);

/// A UNIX socket (mode 0660) that shells of this machine speak through: a line comes, a line goes
/// back, and the connection ends. Others than may_order() allows, lines of more than 4 KiB and
/// those that take longer than 5 s get no answer. Loop thread only.
class LocalServer {
 public:
  using Handler = std::function<Task<std::string>(std::string line, Peer peer)>;

  /// Listens at `file`, in place of what an ended process has left there; removed at the end.
  /// Throws Error when it can't be had.
  LocalServer(Executor loop, std::filesystem::path file);
  ~LocalServer();
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  /// Serves until cancelled.
  Task<> run(Handler handler);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Sends a line to who listens at `file` and waits for the answer; nullopt when nobody does. Throws
/// Error when it is not allowed, or no answer comes within `patience`. Blocks.
std::optional<std::string> ask_local(const std::filesystem::path& file, const std::string& line,
                                     seconds patience);

}  // namespace storyreel
