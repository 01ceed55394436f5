#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "cache/repository.hpp"
#include "daemon/app.hpp"
#include "daemon/runtime/stars.hpp"
#include "daemon/runtime/utf8.hpp"

namespace storyreel {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::size_t kReason = 300;

}  // namespace

Task<> App::serve() {
  const auto answer = [this](ServerRequest request) { return media_.answer(std::move(request)); };
  const auto obey = [this](std::string line, Peer peer) {
    return control_.answer(std::move(line), std::move(peer));
  };
  co_await (listener_.run(answer) && shell_.run(obey));
}

void App::count() {
  client_.on_sent([this](const notion::Sent& sent) { metrics_.sent(sent); });
  work_.on_made([this](std::string_view stage, milliseconds took) { metrics_.made(stage, took); });
}

Task<Pass> App::push_and_count() {
  metrics_.unpushed(co_await cache_.read(cache::videos::unpushed), now());
  const auto pass = co_await push_.pass();
  metrics_.unpushed(co_await cache_.read(cache::videos::unpushed), now());
  co_return pass;
}

Live App::live_report() const {
  Live live{.since = since_,
            .ready = ready_,
            .all_paused = work_.held(),
            .running = work_.running(),
            .budget = client_.budget(),
            .troubles = troubles_};
  for (auto& [doing, why] : live.troubles) why = starred(std::move(why), hidden_);
  return live;
}

Health App::health() const {
  Health health{.ready = ready_, .reasons = {}};
  for (const auto& [doing, why] : troubles_)
    health.reasons.push_back(one_line(doing + " fails: " + starred(why, hidden_), kReason));
  if (work_.held()) health.reasons.emplace_back("all making is paused (storyreel resume)");
  return health;
}

Task<std::string> App::metrics_text() {
  const auto since = std::exchange(counted_, now());
  auto found =
      co_await cache_.read([since](cache::Database& database) { return tally(database, since); });
  co_return metrics_.text(found, live_report());
}

void App::obeyed(const Order& order, const Obeyed& done) {
  const bool pauses = order.kind == OrderKind::pause;
  if (order.target.empty() && (pauses || order.kind == OrderKind::resume)) work_.hold(pauses);
  if (order.kind == OrderKind::sync) {
    for (const auto& video : done.videos) sweep_.put_first(video);
    pull_now_.notify();
    sweep_now_.notify();
  }
  work_now_.notify();
  push_now_.notify();
}

void App::poll_now() {
  pull_now_.notify();
}

bool App::ready() const {
  return ready_;
}

cache::Cache& App::cache() {
  return cache_;
}

const pipeline::Store& App::store() const {
  return store_;
}

StatusLog& App::log() {
  return log_;
}

}  // namespace storyreel
