#include "daemon/runtime/service.hpp"

#include <array>
#include <cstdlib>
#include <cstring>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/fd.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/nobody.hpp"

using namespace storyreel;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

Task<> raise_after(int signal, milliseconds wait) {
  co_await sleep_for(wait);
  ::raise(signal);
}

Task<> never() {
  co_await sleep_for(milliseconds::max());
}

Task<> until_three(const int* count) {
  while (*count < 3) co_await sleep_for(milliseconds{1});
}

Task<> raise_often(int signal) {
  for (;;) co_await raise_after(signal, milliseconds{2});
}

/// What systemd would be.
class Manager {
 public:
  Manager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)) {
    const std::string path = (folder_.path() / "notify").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    REQUIRE(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  }
  ~Manager() { ::unsetenv("NOTIFY_SOCKET"); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  std::string heard() {
    std::array<char, 256> text{};
    const auto size = ::recv(socket_.get(), text.data(), text.size(), 0);
    return std::string(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  }

 private:
  TemporaryFolder folder_;
  Fd socket_;
};

}  // namespace

TEST_CASE("runtime::until_terminated ends what runs beside it") {
  for (const int signal : {SIGTERM, SIGINT}) {
    auto life = (never() && raise_after(signal, milliseconds{1})) || until_terminated();
    CHECK(test::run(std::move(life)).index() == 1);
  }
}

TEST_CASE("runtime::on_signal acts on every arrival") {
  int count = 0;
  test::run(until_three(&count) || on_signal(SIGUSR1, [&] { ++count; }) || raise_often(SIGUSR1));
  CHECK(count >= 3);
}

TEST_CASE("runtime::notify_service tells the manager, if there is one") {
  CHECK_NOTHROW(notify_service("READY=1"));
  Manager manager;
  notify_service("READY=1\nSTATUS=well");
  CHECK(manager.heard() == "READY=1\nSTATUS=well");
}

TEST_CASE("runtime::notify_reloading says when") {
  Manager manager;
  notify_reloading();
  const auto heard = manager.heard();
  CHECK(heard.starts_with("RELOADING=1\nMONOTONIC_USEC="));
  CHECK(std::stoll(heard.substr(heard.rfind('=') + 1)) > 0);
}

TEST_CASE("runtime::pet_watchdog pets at half the period") {
  Manager manager;
  SUBCASE("when the manager asks for it") {
    ::setenv("WATCHDOG_USEC", "40000", 1);
    test::run(pet_watchdog() || sleep_for(milliseconds{50}));
    ::unsetenv("WATCHDOG_USEC");
    for (int i = 0; i < 2; ++i) CHECK(manager.heard() == "WATCHDOG=1");
  }
  SUBCASE("and else only waits") {
    test::run(pet_watchdog() || sleep_for(milliseconds{5}));
    CHECK(manager.heard() == "");
  }
}

TEST_CASE("runtime::StateLock holds its directory for one, and says who that is") {
  const TemporaryFolder folder;
  const auto directory = folder.path() / "a" / "state";
  CHECK(StateLock::holder(directory) == 0);
  {
    const StateLock lock(directory, "storyreel daemon");
    struct stat facts{};
    ::stat(directory.c_str(), &facts);
    CHECK((facts.st_mode & 0777) == 0750);
    CHECK(StateLock::holder(directory) == ::getpid());
    CHECK_THROWS_WITH_AS(StateLock(directory, "storyreel sync"),
                         ("state directory " + directory.string() + " is held by process " +
                          std::to_string(::getpid()) + " (storyreel daemon)")
                             .c_str(),
                         HeldError);
  }
  CHECK(StateLock::holder(directory) == 0);
  CHECK_NOTHROW(StateLock(directory, "storyreel sync"));
}

TEST_CASE("runtime::StateLock makes root the owner of the directory") {
  if (::geteuid() != 0) return;
  const TemporaryFolder folder;
  const auto directory = folder.path() / "state";
  std::filesystem::create_directory(directory);
  std::filesystem::permissions(folder.path(), std::filesystem::perms{0755});
  REQUIRE(::chown(directory.c_str(), test::kNobody, test::kNobody) == 0);
  const auto holds = [&] {
    const StateLock lock(directory, "storyreel restore");
    write_file(directory / "made", "by the owner");
    return ::geteuid() == test::kNobody && ::getegid() == test::kNobody && ::setuid(0) != 0 &&
           StateLock::holder(directory) == ::getpid();
  };
  CHECK(test::apart(holds));
  for (const char* name : {"lock", "made"}) {
    CAPTURE(name);
    struct stat facts{};
    CHECK(::stat((directory / name).c_str(), &facts) == 0);
    CHECK(facts.st_uid == test::kNobody);
    CHECK(facts.st_gid == test::kNobody);
  }
  // Another's directory alone is a reason.
  const auto own = folder.path() / "own";
  CHECK(test::apart([&] {
    const StateLock lock(own, "storyreel sync");
    return ::geteuid() == 0;
  }));
}

TEST_CASE("runtime::StateLock refuses a directory that can't be used") {
  const TemporaryFolder folder;
  write_file(folder.path() / "file", "");
  CHECK_THROWS_AS(StateLock(folder.path() / "file" / "state", "x"), UsageError);
}
