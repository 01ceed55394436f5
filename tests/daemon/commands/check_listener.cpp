#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/commands/checks.hpp"
#include "daemon/runtime/files.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/signal.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/stand.hpp"

namespace storyreel::commands {
namespace {

/// What listens at an address: a daemon that says how it is, or something else.
class Listener {
 public:
  Listener(int status, std::string body, seconds after = seconds(0))
      : status_(status), body_(std::move(body)), after_(after) {}
  std::string host() const { return stand_.host(); }

 private:
  Task<ServerReply> answer(ServerRequest request) {
    if (after_ > seconds(0)) co_await sleep_for(after_);
    co_return ServerReply{.status = request.path == "/healthz" ? status_ : 404, .body = body_};
  }

  int status_;
  std::string body_;
  seconds after_;
  test::Stand stand_{[this](ServerRequest request) { return answer(std::move(request)); }};
};

/// A state directory, held or not.
struct Place {
  TemporaryFolder folder;

  Finding found(const std::string& listen) const {
    config::Settings settings;
    settings.state.directory = folder.path();
    settings.http.listen = listen;
    boost::asio::io_context loop;
    return test::run(loop, check_listener(loop.get_executor(), settings));
  }
};

}  // namespace

TEST_CASE("daemon::check_listener asks whoever holds the state directory how it is") {
  const Place place;
  const StateLock lock(place.folder.path(), "storyreel daemon");
  const Listener well(200, "ok\n");
  const auto ok = place.found(well.host());
  CHECK(ok.verdict == Verdict::ok);
  CHECK(ok.found.contains("at " + well.host() + " says: ok"));
  const Listener troubled(200, "working\nreading Notion fails: no way\n");
  const auto warned = place.found(troubled.host());
  CHECK(warned.verdict == Verdict::warning);
  CHECK(warned.found.contains("reading Notion fails: no way"));
  const Listener starting(503, "starting\n");
  CHECK(place.found(starting.host()).verdict == Verdict::warning);
  const Listener other(404, "who are you?");
  CHECK(place.found(other.host()).verdict == Verdict::failed);
  CHECK(place.found("127.0.0.1:0").verdict == Verdict::ok);
  std::string gone;
  {
    const Listener ended(200, "ok\n");
    gone = ended.host();
  }
  CHECK(place.found(gone).verdict == Verdict::failed);
}

TEST_CASE("daemon::check_listener waits five seconds for one that hangs") {
  const Place place;
  const StateLock lock(place.folder.path(), "storyreel daemon");
  const Listener hung(200, "ok\n", seconds(30));
  const auto begin = std::chrono::steady_clock::now();
  const auto finding = place.found(hung.host());
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.found.contains("does not answer"));
  CHECK(std::chrono::steady_clock::now() - begin < seconds(20));
}

TEST_CASE("daemon::check_listener tells whether the address is free where nothing runs") {
  const Place place;
  const Listener other(200, "ok\n");
  CHECK(place.found("127.0.0.1:0").verdict == Verdict::ok);
  CHECK(place.found(other.host()).verdict == Verdict::failed);
}

}  // namespace storyreel::commands
