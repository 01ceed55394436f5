#include "daemon/runtime/local_server.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/group.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace asio::experimental::awaitable_operators;
using Protocol = asio::local::stream_protocol;

constexpr std::size_t kLongestLine = 4096;
constexpr std::size_t kAtOnce = 8;
constexpr seconds kForTheLine{5};
constexpr seconds kForTheAnswer{30};

/// The name of a socket in a folder that may stand deeper than a socket's address has room for.
class Address {
 public:
  explicit Address(const fs::path& file)
      : folder_(::open(file.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
        text_("/proc/self/fd/" + std::to_string(folder_.get()) + "/" + file.filename().string()) {
    if (file.native().size() < sizeof(sockaddr_un::sun_path)) text_ = file.native();
  }

  const std::string& text() const { return text_; }

 private:
  Fd folder_;
  std::string text_;
};

[[noreturn]] void unusable(const fs::path& file, int code) {
  throw Error("can't listen at " + file.string() + ": " + system_message(code));
}

Protocol::acceptor listening(const Executor& loop, const fs::path& file) {
  const Address address(file);
  ::unlink(file.c_str());
  try {
    Protocol::acceptor acceptor(loop);
    acceptor.open();
    acceptor.bind(Protocol::endpoint(address.text()));
    // Nobody can connect before listen(), so the mode is right when somebody does.
    if (::chmod(address.text().c_str(), 0660) != 0) unusable(file, errno);
    acceptor.listen();
    return acceptor;
  } catch (const boost::system::system_error& error) {
    unusable(file, error.code().value());
  }
}

Peer peer_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
    throw Error("can't tell who is at the other end: " + system_message(errno));
  }
  std::array<gid_t, 256> groups{};
  socklen_t bytes = sizeof groups;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &bytes) != 0) bytes = 0;
  return {.process = credentials.pid,
          .user = credentials.uid,
          .group = credentials.gid,
          .groups = {groups.begin(), groups.begin() + bytes / sizeof(gid_t)}};
}

Task<std::string> read_line(Protocol::socket* socket) {
  std::string text;
  const auto size = co_await asio::async_read_until(
      *socket, asio::dynamic_buffer(text, kLongestLine), '\n', asio::use_awaitable);
  text.resize(size - 1);
  co_return text;
}

Task<> converse(Protocol::socket* socket, const LocalServer::Handler* handler) {
  auto peer = peer_of(socket->native_handle());
  if (!may_order(peer, ::geteuid(), ::getegid())) co_return;
  auto line = co_await (read_line(socket) || sleep_for(kForTheLine));
  if (line.index() != 0) co_return;
  const auto answer = co_await (*handler)(std::get<0>(std::move(line)), std::move(peer)) + "\n";
  co_await (asio::async_write(*socket, asio::buffer(answer), asio::use_awaitable) ||
            sleep_for(kForTheLine));
}

// What goes wrong with one caller ends with it.
Task<> serve(Protocol::socket socket, const LocalServer::Handler* handler) {
  std::exception_ptr error;
  try {
    co_await (converse(&socket, handler) || sleep_for(kForTheAnswer));
  } catch (...) {
    error = std::current_exception();
  }
  if (error && is_cancelled(error)) std::rethrow_exception(error);
}

Task<> accept_all(Protocol::acceptor* acceptor, Group* group, const LocalServer::Handler* handler) {
  for (;;) {
    co_await group->until_below(kAtOnce);
    group->spawn(serve(co_await acceptor->async_accept(asio::use_awaitable), handler));
  }
}

void set_patience(const Fd& socket, seconds patience) {
  const timeval time{.tv_sec = patience.count(), .tv_usec = 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

bool connect(const Fd& socket, const fs::path& file) {
  const Address address(file);
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (address.text().size() >= sizeof name.sun_path) return false;
  std::memcpy(name.sun_path, address.text().data(), address.text().size());
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name) == 0)
    return true;
  if (errno == ENOENT || errno == ECONNREFUSED) return false;
  throw Error("can't reach the daemon at " + file.string() + ": " + system_message(errno) +
              "; run this as root, its user, or a member of its group");
}

std::string receive_all(const Fd& socket) {
  std::string text;
  std::array<char, 4096> bytes{};
  for (;;) {
    const auto size = ::recv(socket.get(), bytes.data(), bytes.size(), 0);
    if (size <= 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

bool may_order(const Peer& peer, uid_t own_user, gid_t own_group) {
  return peer.user == 0 || peer.user == own_user || peer.group == own_group ||
         std::ranges::find(peer.groups, own_group) != peer.groups.end();
}

struct LocalServer::State {
  fs::path file;
  Protocol::acceptor acceptor;
};

LocalServer::LocalServer(Executor loop, fs::path file)
    : state_(std::make_unique<State>(file, listening(loop, file))) {}

LocalServer::~LocalServer() {
  ::unlink(state_->file.c_str());
}

Task<> LocalServer::run(Handler handler) {
  Group callers(state_->acceptor.get_executor());
  co_await callers.run(accept_all(&state_->acceptor, &callers, &handler));
}

std::optional<std::string> ask_local(const fs::path& file, const std::string& line,
                                     seconds patience) {
  const Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  set_patience(socket, patience);
  if (!socket || !connect(socket, file)) return std::nullopt;
  const std::string sent = line + "\n";
  ::send(socket.get(), sent.data(), sent.size(), MSG_NOSIGNAL);
  auto answer = receive_all(socket);
  if (!answer.ends_with('\n')) throw Error("the daemon at " + file.string() + " gave no answer");
  answer.pop_back();
  return answer;
}

}  // namespace storyreel
