#include <csignal>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/signal.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::string_view kName = "storyreel daemon";

/// The daemon through rereadings of its configuration: each makes a new App in the same process.
class Service {
 public:
  Service(Executor loop, Arguments arguments)
      : loop_(loop),
        arguments_(std::move(arguments)),
        settings_(settings(arguments_)),
        reread_(loop) {
    app_ = std::make_unique<App>(loop_, settings_, kName, true);
  }

  Task<int> run() {
    const auto reread = [this] { this->reread(); };
    const auto poll = [this] { this->poll(); };
    co_await (live() && on_signal(SIGHUP, reread) && on_signal(SIGUSR1, poll));
    co_return 0;
  }

 private:
  Task<> live() {
    for (;;) {
      const auto ended = co_await (settled(app_->run()) || asked_to_change());
      if (ended.index() == 0) std::rethrow_exception(std::get<0>(ended));
      replace();
      notify_service("READY=1");
    }
  }

  Task<> asked_to_change() {
    while (!next_) co_await reread_.wait_for(std::chrono::hours(1));
  }

  void poll() {
    if (app_) app_->poll_now();
  }

  // A configuration that can't be read changes nothing.
  void reread() {
    notify_reloading();
    try {
      app_->log().reopen();
      next_ = settings(arguments_);
      app_->log().write({.what = "configuration reread"});
    } catch (const Error& error) {
      app_->log().write(
          {.level = Level::error, .what = std::string("configuration not taken: ") + error.what()});
    }
    if (next_) {
      reread_.notify();
    } else {
      notify_service("READY=1");
    }
  }

  // Neither does one that can't be had, an address in use for example.
  void replace() {
    app_.reset();
    std::string refused;
    try {
      app_ = std::make_unique<App>(loop_, *next_, kName, true);
      settings_ = *next_;
    } catch (const Error& error) {
      refused = error.what();
    }
    next_.reset();
    if (app_) return;
    app_ = std::make_unique<App>(loop_, settings_, kName, true);
    app_->log().write({.level = Level::error, .what = "configuration not taken: " + refused});
  }

  Executor loop_;
  Arguments arguments_;
  config::Settings settings_;
  std::unique_ptr<App> app_;
  std::optional<config::Settings> next_;
  Signal reread_;
};

Task<int> serve(Executor loop, Arguments arguments) {
  Service service(loop, std::move(arguments));
  co_return co_await service.run();
}

}  // namespace

int daemon(const Arguments& arguments) {
  return run_main([&](Executor loop) { return serve(loop, arguments); }, 0);
}

}  // namespace storyreel::commands
