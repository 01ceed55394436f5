#include "pipeline/upkeep.hpp"

#include <fmt/format.h>

#include "cache/ledger.hpp"
#include "pipeline/evict.hpp"
#include "pipeline/inherit.hpp"

namespace storyreel::pipeline {

using cache::Database;

Task<> Upkeep::begin() {
  if (!inherited_) {
    struct Inherit {
      const Rules* rules;
      void operator()(Database& database) const { inherit(database, *rules); }
    };
    co_await cache_.write(Inherit{&rules_});
    inherited_ = true;
  }
  if (!ended_.empty()) co_await look_through_ledger();
}

Task<> Upkeep::look_through_ledger() {
  const auto lost = co_await cache_.write(
      [](Database& database) { return cache::ledger::doubt_open(database, now()); });
  const auto what = std::exchange(ended_, "");
  if (lost > 0)
    log_.write({.level = Level::warning,
                .what = fmt::format("{} call{} that cost were under way when {}: whether they were "
                                    "charged is not known",
                                    lost, lost == 1 ? "" : "s", what)});
}

void Upkeep::broke_off() {
  if (ended_.empty()) ended_ = "making broke off";
}

Task<> Upkeep::evict() {
  struct Evict {
    Upkeep* self;
    Evicted operator()(Database& database) const {
      return evict_studio(database, self->store_, self->limit_, self->rules_);
    }
  };
  const auto done = co_await cache_.write(Evict{this});
  constexpr double kMega = 1 << 20;
  if (done.files > 0)
    log_.write(
        {.what = fmt::format("the store was full: {} file{} of finished films removed, {:.0f} MB",
                             done.files, done.files == 1 ? "" : "s",
                             static_cast<double>(done.bytes) / kMega)});
  const bool over = limit_ > 0 && done.left > limit_;
  if (over && !told_full_)
    log_.write(
        {.level = Level::warning,
         .what = fmt::format("the store holds {:.0f} MB, more than state.store_limit, and all "
                             "of it is needed: raise the limit, or trash videos",
                             static_cast<double>(done.left) / kMega)});
  told_full_ = over;
}

}  // namespace storyreel::pipeline
