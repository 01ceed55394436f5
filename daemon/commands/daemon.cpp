#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/loop.hpp"
#include "daemon/commands/shared.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/offload.hpp"
#include "daemon/runtime/service.hpp"
#include "daemon/runtime/signal.hpp"
#include "daemon/runtime/utf8.hpp"
#include "pipeline/providers/providers.hpp"
#include "pipeline/rules.hpp"

namespace storyreel::commands {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::string_view kName = "storyreel daemon";
constexpr std::string_view kNotTaken = "configuration not taken: ";
constexpr std::size_t kShown = 200;
constexpr seconds kAgain{1};

/// Throws what an App of these settings would, as far as that shows while another one stands.
void try_out(const Executor& loop, const config::Settings& settings) {
  pipeline::require_keys(settings);
  Offload offload(1);
  const auto providers = pipeline::make_providers(loop, settings, offload);
  pipeline::rules_of(settings, providers, "");
}

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
      co_await replace();
      notify_service("READY=1");
    }
  }

  Task<> asked_to_change() {
    while (!next_) co_await reread_.wait_for(std::chrono::hours(1));
  }

  void poll() {
    if (app_) app_->poll_now();
  }

  // A configuration that can't be used changes nothing.
  void reread() {
    notify_reloading();
    try {
      if (app_) app_->log().reopen();
      auto wanted = settings(arguments_);
      try_out(loop_, wanted);
      next_ = std::move(wanted);
      say(Level::info, "configuration reread");
    } catch (const Error& error) {
      say(Level::error, std::string(kNotTaken) + error.what());
    }
    if (next_) {
      reread_.notify();
    } else {
      notify_service("READY=1");
    }
  }

  // Neither does one that can't be had, an address in use for example. What stood before may not be
  // had again either: both are tried until one can, for whoever ends here is not started again.
  Task<> replace() {
    const auto before = settings_;
    auto wanted = *std::exchange(next_, std::nullopt);
    app_.reset();
    std::string told;
    for (;;) {
      const auto refused = begin(wanted);
      if (refused.empty()) co_return;
      const auto lost = begin(before);
      if (lost.empty()) co_return say(Level::error, std::string(kNotTaken) + refused);
      const auto both = refused + "; nor can the one before: " + lost;
      if (both != std::exchange(told, both)) say(Level::error, std::string(kNotTaken) + both);
      notify_service("READY=1\nWATCHDOG=1\nSTATUS=nothing runs: " + one_line(both, kShown));
      co_await reread_.wait_for(kAgain);
      if (next_) wanted = *std::exchange(next_, std::nullopt);
    }
  }

  /// Why no App can be made of the settings; empty: it stands.
  std::string begin(const config::Settings& wanted) {
    try {
      app_ = std::make_unique<App>(loop_, wanted, kName, true);
      settings_ = wanted;
      return "";
    } catch (const std::exception& error) {
      return error.what();
    }
  }

  void say(Level level, const std::string& what) {
    if (app_) return app_->log().write({.level = level, .what = what});
    std::cerr << "storyreel: " << what << '\n';
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
