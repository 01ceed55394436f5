#include "daemon/app.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "cache/repository.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/stars.hpp"
#include "daemon/runtime/utf8.hpp"
#include "daemon/summary.hpp"
#include "daemon/trouble.hpp"

namespace storyreel {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr auto kArtifacts = "artifacts";

// Loops that wait only for calls still look now and then.
constexpr milliseconds kRarely = std::chrono::minutes(5);

constexpr std::array<std::pair<std::string_view, Level>, 4> kLevels{{
    {"debug", Level::debug},
    {"info", Level::info},
    {"warning", Level::warning},
    {"error", Level::error},
}};

std::vector<Secret> secrets(const config::Settings& settings) {
  return {settings.notion.token,
          settings.script.service.key,
          settings.image.service.key,
          settings.voice.service.key,
          settings.script_fallback.service.key,
          settings.image_fallback.service.key,
          settings.voice_fallback.service.key,
          settings.s3.secret_key};
}

Level level(std::string_view name) {
  const auto* found = std::ranges::find(kLevels, name, &std::pair<std::string_view, Level>::first);
  return found == kLevels.end() ? Level::info : found->second;
}

int threads(const config::Render& settings) {
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  return std::max(2, settings.threads > 0 ? settings.threads : cores);
}

// One that is gone while the record knows what was in it is not begun anew.
pipeline::Store opened(pipeline::Store store, const std::filesystem::path& record) {
  if (!store.marked()) store.require_there(*cache::open_read_only(record));
  store.open();
  return store;
}

// As the configuration names the host; the port is the real one.
std::string public_url(const config::Settings& settings, const HttpServer& listener) {
  if (!settings.media.public_url.empty()) return settings.media.public_url;
  const auto host = settings.http.listen.substr(0, settings.http.listen.rfind(':'));
  return "http://" + host + ":" + std::to_string(listener.port()) + "/media";
}

// How a pass ended. Its exception is kept, as nothing may be awaited in a handler.
struct Ended {
  Pass pass;
  std::exception_ptr error;
};

// What ends everything is kept in `stopped` too: of what is awaited together only the first is
// heard, though it may just have been cancelled for another's sake.
Task<Ended> ended(Task<Pass> pass, std::exception_ptr& stopped) {
  Ended result;
  try {
    result.pass = co_await std::move(pass);
  } catch (...) {
    result.error = std::current_exception();
  }
  if (result.error && is_usage(result.error)) stopped = result.error;
  if (result.error && (is_cancelled(result.error) || is_usage(result.error))) {
    std::rethrow_exception(result.error);
  }
  co_return result;
}

Task<Pass> as_pass(Task<> task) {
  co_await std::move(task);
  co_return Pass{};
}

milliseconds until(std::optional<Time> due, milliseconds longest) {
  if (!due) return longest;
  return std::clamp(*due - now(), milliseconds(1), longest);
}

}  // namespace

App::App(Executor loop, config::Settings settings, std::string_view command, bool echo)
    : settings_(std::move(settings)),
      lock_(settings_.state.directory, command),
      hidden_(secrets(settings_)),
      log_(settings_.state.directory / "log" / "status.log", echo, level(settings_.log.level),
           hidden_),
      cache_(loop, settings_.state.directory / "storyreel.db"),
      offload_(threads(settings_.render)),
      http_(loop),
      listener_(loop, settings_.http.listen),
      store_(opened(pipeline::Store(settings_.state.directory / kArtifacts),
                    settings_.state.directory / "storyreel.db")),
      providers_(pipeline::make_providers(loop, settings_, offload_)),
      pull_now_(loop),
      sweep_now_(loop),
      work_now_(loop),
      push_now_(loop),
      films_now_(loop),
      views_now_(loop),
      store_now_(loop),
      client_(loop, http_, settings_.notion),
      pull_(client_, cache_, log_, settings_.notion),
      sweep_(client_, cache_, log_, settings_.notion),
      work_(loop, cache_, offload_, store_, providers_, log_, settings_,
            public_url(settings_, listener_),
            [this] {
              push_now_.notify();
              films_now_.notify();
              store_now_.notify();
            }),
      publisher_(cache_, log_, http_, reader_, settings_.state.directory / kArtifacts, settings_.s3,
                 settings_.media.stores()),
      push_(client_, cache_, log_, settings_.notion, files()),
      films_(client_, cache_, log_, settings_.notion, files(), settings_.media.uploads()),
      views_(client_, cache_, log_, settings_.notion),
      media_(cache_, store_,
             {.health = [this] { return health(); }, .metrics = [this] { return metrics_text(); }}),
      shell_(loop, control_socket(settings_.state.directory)),
      control_(
          cache_, log_,
          {.live = [this] { return live_report(); },
           .obeyed = [this](const Order& order, const Obeyed& done) { obeyed(order, done); }}) {
  pipeline::require_keys(settings_);
  count();
  client_.on_rest([this](const std::string& what) {
    log_.write({.level = Level::warning, .video = {}, .place = {}, .what = what, .took = {}});
  });
}

notion::Files App::files() {
  return {.reader = reader_, .folder = settings_.state.directory / kArtifacts};
}

Task<> App::run() {
  work_.hold(co_await cache_.read(all_paused));
  co_await (live() && serve() && pet_watchdog());
}

// Without Notion, too, goes on what needs none.
Task<> App::live() {
  Loop work{
      "making", [this] { return work_.pass(); }, work_now_, {&push_now_, &films_now_}, kRarely};
  Loop store{"bringing files into the store",
             [this] { return publisher_.pass(); },
             store_now_,
             {&work_now_, &push_now_},
             kRarely};
  co_await cache_.write(pipeline::forget_store_troubles);
  std::exception_ptr end;
  try {
    co_await (keep(std::move(work)) && keep(std::move(store)) && sync());
  } catch (...) {
    end = std::current_exception();
  }
  if (stopped_) log_.write({.level = Level::error, .what = "stopped: " + describe(stopped_)});
  if (stopped_) std::rethrow_exception(stopped_);
  if (end) std::rethrow_exception(end);
}

Task<> App::sync() {
  co_await init();
  Loop pull{"reading Notion",
            [this] { return first_then_pull(); },
            pull_now_,
            {&work_now_, &push_now_, &films_now_},
            settings_.notion.poll_interval};
  Loop sweep{"sweeping",
             [this] { return sweep_.pass(); },
             sweep_now_,
             {&work_now_, &push_now_, &films_now_},
             kRarely};
  Loop push{"writing to Notion",
            [this] { return push_and_count(); },
            push_now_,
            {&work_now_, &views_now_},
            kRarely};
  Loop films{"showing films",
             [this] { return films_.pass(); },
             films_now_,
             {&work_now_, &push_now_},
             kRarely};
  Loop views{"making views", [this] { return views_.pass(); }, views_now_, {}, kRarely};
  co_await (keep(std::move(pull)) && keep(std::move(sweep)) && keep(std::move(push)) &&
            keep(std::move(films)) && keep(std::move(views)));
}

// Whoever starts a service need not wait for Notion: making goes on, and the rest comes by itself.
Task<> App::init() {
  notify_service("STATUS=reading the studio");
  Trouble trouble(log_, "reaching Notion at " + settings_.notion.base_url);
  for (;;) {
    const Ended result =
        co_await ended(as_pass(notion::init(client_, cache_, settings_.notion)), stopped_);
    if (!result.error) break;
    notify_service("READY=1\nSTATUS=Notion is not reached: " +
                   one_line(starred(describe(result.error), hidden_), 200));
    troubles_["reaching Notion"] = describe(result.error);
    co_await sleep_for(trouble.failed(result.error));
  }
  troubles_.clear();
  trouble.well();
}

Task<> App::keep(Loop loop) {
  Trouble trouble(log_, loop.doing);
  for (;;) {
    const Ended result = co_await ended(loop.pass(), stopped_);
    milliseconds wait = until(result.pass.again_at, loop.longest);
    if (result.error) {
      troubles_[loop.doing] = describe(result.error);
      wait = trouble.failed(result.error);
    } else {
      troubles_.erase(loop.doing);
      trouble.well();
    }
    if (result.pass.changed) {
      for (Signal* other : loop.wakes) other->notify();
      co_await tell_service();
    }
    co_await loop.wake.wait_for(wait);
  }
}

Task<Pass> App::first_then_pull() {
  const Pass pass = co_await pull_.pass();
  if (!std::exchange(ready_, true)) {
    log_.write({.level = Level::info, .video = {}, .place = {}, .what = "ready", .took = {}});
    notify_service("READY=1");
    co_await tell_service();
  }
  co_return pass;
}

Task<> App::tell_service() {
  notify_service("STATUS=" + summary(co_await cache_.read(cache::videos::counts)));
}

}  // namespace storyreel
