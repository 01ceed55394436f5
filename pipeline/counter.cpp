#include "pipeline/counter.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "cache/ledger.hpp"
#include "daemon/runtime/hash.hpp"
#include "pipeline/purse.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::Purchase;
using Class = ProviderError::Class;

constexpr int kMostDoubtful = 2;
constexpr seconds kOthersWait{10};
constexpr std::chrono::hours kCapWait{1};

/// What became of an offer. The transaction is committed in any case.
struct Opened {
  std::string id;  ///< of the purchase; empty: none is needed
  Earlier earlier = {};
  std::optional<ProviderError> refused = {};
};

Opened tell_doubt(const Offer& offer) {
  return {.refused = ProviderError(
              Class::refused,
              fmt::format("twice {} was asked and its answer was lost: it may have been made and "
                          "charged twice. Look at your account there.",
                          offer.provider))};
}

/// A job that goes on, or whose result was lost on its way into the store; not one that failed.
bool can_be_looked_up(const Purchase& purchase, const Offer& offer) {
  return !purchase.provider_job.empty() && purchase.provider == offer.provider &&
         (purchase.state == "open" || (purchase.state == "paid" && purchase.units != 0.0));
}

std::optional<Opened> from_before(Database& database, const Offer& offer) {
  const auto purchases = cache::ledger::of_key(database, offer.key);
  int doubtful = 0;
  for (const auto& purchase : purchases) {
    if (purchase.state == "paid" && !purchase.answer.empty())
      return Opened{.earlier = {.answer = purchase.answer}};
    if (can_be_looked_up(purchase, offer))
      return Opened{.id = purchase.id, .earlier = {.job = purchase.provider_job}};
    if (purchase.state == "open")
      return Opened{.refused = ProviderError(Class::again, "it is being made for another video.",
                                             kOthersWait)};
    if (purchase.state == "doubtful") ++doubtful;
  }
  if (doubtful >= kMostDoubtful) return tell_doubt(offer);
  return std::nullopt;
}

std::optional<Opened> at_a_limit(Database& database, const config::Limits& limits,
                                 const Buyer& buyer, const Offer& offer, Time at) {
  Purse purse(limits, cache::ledger::of_video_in_all(database, buyer.video),
              cache::ledger::since(database, at - kSpendingDay), at);
  if (purse.take(offer.price)) return std::nullopt;
  const auto wait = purse.again_at() ? *purse.again_at() - at : milliseconds(kCapWait);
  return Opened{.refused =
                    ProviderError(Class::later, purse.reached(), std::chrono::ceil<seconds>(wait))};
}

Opened open_purchase(Database& database, const config::Limits& limits, const Buyer& buyer,
                     const Offer& offer) {
  const auto at = now();
  if (auto known = from_before(database, offer)) return std::move(*known);
  if (auto full = at_a_limit(database, limits, buyer, offer, at)) return std::move(*full);
  Purchase purchase{.id = new_uuid(),
                    .video_id = buyer.video,
                    .owner_id = buyer.owner,
                    .stage = buyer.stage,
                    .provider = offer.provider,
                    .model = offer.model,
                    .key = offer.key,
                    .price = offer.price,
                    .began_at = at};
  cache::ledger::save(database, purchase);
  return {.id = purchase.id};
}

class Counter final : public Till {
 public:
  Counter(cache::Cache& cache, config::Limits limits, Buyer buyer)
      : cache_(cache), limits_(std::move(limits)), buyer_(std::move(buyer)) {}

  Task<Earlier> open(Offer offer) override {
    auto opened = co_await cache_.write([this, offer = std::move(offer)](Database& database) {
      return open_purchase(database, limits_, buyer_, offer);
    });
    if (opened.refused) throw ProviderError(std::move(*opened.refused));
    id_ = std::move(opened.id);
    co_return std::move(opened.earlier);
  }

  Task<> submitted(std::string job) override {
    co_await change([job = std::move(job)](Purchase& purchase) { purchase.provider_job = job; });
  }

  Task<> paid(Bill bill) override {
    co_await change([bill = std::move(bill)](Purchase& purchase) {
      purchase.state = "paid";
      purchase.units = bill.units;
      purchase.unit = bill.unit;
      purchase.price = bill.price;
      purchase.answer = bill.answer;
      purchase.ended_at = now();
    });
  }

  Task<> unpaid() override {
    co_await cache_.write(
        [id = std::exchange(id_, "")](Database& database) { cache::ledger::remove(database, id); });
  }

  Task<> doubtful() override {
    co_await change([](Purchase& purchase) {
      purchase.state = "doubtful";
      purchase.ended_at = now();
    });
  }

 private:
  template <class Change>
  Task<> change(Change apply) {
    co_await cache_.write([id = id_, apply = std::move(apply)](Database& database) {
      auto purchase = cache::ledger::find(database, id);
      if (!purchase) return;
      apply(*purchase);
      cache::ledger::save(database, *purchase);
    });
  }

  cache::Cache& cache_;
  config::Limits limits_;
  Buyer buyer_;
  std::string id_;
};

}  // namespace

std::unique_ptr<Till> make_counter(cache::Cache& cache, config::Limits limits, Buyer buyer) {
  return std::make_unique<Counter>(cache, std::move(limits), std::move(buyer));
}

}  // namespace storyreel::pipeline
