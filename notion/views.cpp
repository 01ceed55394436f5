#include <algorithm>
#include <map>

#include "cache/repository.hpp"
#include "notion/base_views.hpp"
#include "notion/bindings.hpp"
#include "notion/sync.hpp"
#include "notion/trouble.hpp"

namespace storyreel::notion {
namespace {

// About a quarter of the usual budget, where an older studio has many databases without views.
constexpr std::size_t kBasesPerPass = 6;
constexpr seconds kRest{60};

std::vector<cache::Base> lacking(cache::Database& database) {
  std::vector<cache::Base> found;
  for (const auto* binding : {&videos_binding(), &details_binding()}) {
    auto bases =
        cache::bases::lacking_views(database, binding->name, binding->views.size(), kDetailsGone);
    std::ranges::move(bases, std::back_inserter(found));
  }
  return found;
}

}  // namespace

/// What is remembered between passes.
struct Views::State {
  Desk desk;
  std::map<std::string, Time> waits;  ///< by source
  Time rests_until{};
  Pass pass;

  void later(Time time) { pass.again_at = std::min(pass.again_at.value_or(time), time); }
  Task<> give_views(cache::Base base);
  Task<> look();
};

Task<> Views::State::give_views(cache::Base base) {
  const auto done = co_await make_views(desk, base);
  pass.changed = pass.changed || done.changed;
  waits.erase(base.source_id);
  if (!done.again_at) co_return;
  waits[base.source_id] = *done.again_at;
  later(*done.again_at);
}

Task<> Views::State::look() {
  if (rests_until > now()) co_return later(rests_until);
  std::size_t count = 0;
  for (auto& base : co_await desk.cache.read(&lacking)) {
    const auto wait = waits.find(base.source_id);
    if (wait != waits.end() && wait->second > now()) {
      later(wait->second);
      continue;
    }
    if (++count > kBasesPerPass) co_return later(rests_until = now() + kRest);
    co_await give_views(std::move(base));
  }
}

Views::Views(Client& client, cache::Cache& cache, StatusLog& log, config::Notion settings)
    : state_(std::make_unique<State>(State{
          .desk = {
              .client = client, .cache = cache, .log = log, .settings = std::move(settings)}})) {}

Views::~Views() = default;

Task<Pass> Views::pass() {
  state_->pass = {};
  co_await state_->look();
  co_return state_->pass;
}

}  // namespace storyreel::notion
