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
constexpr seconds kReadWait{60};
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

Opened being_made(const Purchase& purchase, const Buyer& buyer) {
  const bool ours = purchase.video_id == buyer.video;
  return {.refused = ProviderError(
              Class::again,
              ours ? "it is being made already." : "it is being made for another video.",
              kOthersWait)};
}

/// A job that goes on, or whose result was lost on its way into the store; not one that failed.
bool can_be_looked_up(const Purchase& purchase, const Offer& offer) {
  return !purchase.provider_job.empty() && purchase.provider == offer.provider &&
         (purchase.state == "open" || (purchase.state == "paid" && purchase.units != 0.0));
}

std::optional<std::string> delivery_of(const Purchase& purchase, const Store& store) {
  try {
    return store.delivery(purchase.id);
  } catch (const Error& error) {
    throw ProviderError(Class::later, error.what(), kReadWait);
  }
}

/// What came before and is not kept yet. It comes before its row: one that a process did not live
/// to book is paid too.
std::optional<Opened> delivered(Database& database, Purchase purchase, const Store& store) {
  auto bytes = delivery_of(purchase, store);
  if (!bytes) return std::nullopt;
  if (purchase.state != "paid") {
    purchase.state = "paid";
    purchase.ended_at = now();
    cache::ledger::save(database, purchase);
  }
  return Opened{.id = purchase.id, .earlier = {.delivery = std::move(*bytes)}};
}

std::optional<Opened> from_before(Database& database, const Store& store, const Buyer& buyer,
                                  const Offer& offer) {
  const auto purchases = cache::ledger::of_key(database, offer.key);
  int doubtful = 0;
  for (const auto& purchase : purchases) {
    if (purchase.state == "paid" && !purchase.answer.empty())
      return Opened{.earlier = {.answer = purchase.answer}};
    if (auto found = delivered(database, purchase, store)) return found;
    if (can_be_looked_up(purchase, offer))
      return Opened{.id = purchase.id, .earlier = {.job = purchase.provider_job}};
    if (purchase.state == "open") return being_made(purchase, buyer);
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

Opened open_purchase(Database& database, const Books& books, const Buyer& buyer,
                     const Offer& offer) {
  const auto at = now();
  if (auto known = from_before(database, books.store, buyer, offer)) return std::move(*known);
  if (auto full = at_a_limit(database, books.limits, buyer, offer, at)) return std::move(*full);
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

/// Whoever bought still holds what can't be put away; it was paid all the same.
void deliver(const Purchase& purchase, const std::string& bytes, const Store& store) {
  try {
    if (!bytes.empty()) store.deliver(purchase.id, bytes);
  } catch (const Error&) {
    return;
  }
}

/// The purchase has ended so; one that was paid before has only lost its result.
void end(Database& database, Purchase purchase, std::string_view state) {
  if (purchase.state == "paid") {
    purchase.provider_job.clear();
  } else {
    purchase.state = state;
    purchase.ended_at = now();
  }
  cache::ledger::save(database, purchase);
}

void pay(Database& database, Purchase purchase, const Bill& bill) {
  if (purchase.state == "paid") {
    if (bill.units == 0.0) end(database, std::move(purchase), "paid");
    return;
  }
  purchase.units = bill.units;
  purchase.unit = bill.unit;
  purchase.price = bill.price;
  purchase.answer = bill.answer;
  end(database, std::move(purchase), "paid");
}

class Counter final : public Till {
 public:
  Counter(Books& books, Buyer buyer) : books_(books), buyer_(std::move(buyer)) {}

  Task<Earlier> open(Offer offer) override {
    if (books_.closed) std::rethrow_exception(cancelled());
    auto opened = co_await books_.cache.write([this, offer = std::move(offer)](Database& database) {
      return open_purchase(database, books_, buyer_, offer);
    });
    if (opened.refused) throw ProviderError(std::move(*opened.refused));
    id_ = std::move(opened.id);
    co_return std::move(opened.earlier);
  }

  Task<> submitted(std::string job) override {
    co_await change([job = std::move(job)](Database& database, Purchase purchase) {
      purchase.provider_job = job;
      cache::ledger::save(database, purchase);
    });
  }

  // The file before the row: what is booked as paid is there.
  Task<> paid(Bill bill) override {
    co_await change([&store = books_.store, bill = std::move(bill)](Database& database,
                                                                    const Purchase& purchase) {
      deliver(purchase, bill.delivery, store);
      pay(database, purchase, bill);
    });
  }

  Task<> unpaid() override {
    co_await change([](Database& database, const Purchase& purchase) {
      if (purchase.state == "paid")
        end(database, purchase, "paid");
      else
        cache::ledger::remove(database, purchase.id);
    });
  }

  Task<> doubtful() override {
    co_await change(
        [](Database& database, const Purchase& purchase) { end(database, purchase, "doubtful"); });
  }

  Task<> kept() override {
    co_await change([&store = books_.store](Database&, const Purchase& purchase) {
      store.forget_delivery(purchase.id);
    });
  }

  Task<> spoilt() override {
    co_await change([&store = books_.store](Database& database, const Purchase& purchase) {
      store.forget_delivery(purchase.id);
      end(database, purchase, "paid");
    });
  }

  Task<> left() override {
    co_await change([](Database& database, const Purchase& purchase) {
      if (purchase.state == "open" && purchase.provider_job.empty())
        end(database, purchase, "doubtful");
    });
  }

 private:
  /// Calls `apply(database, purchase)`, if there is one.
  template <class Change>
  Task<> change(Change apply) {
    if (id_.empty()) co_return;
    co_await books_.cache.write([id = id_, apply = std::move(apply)](Database& database) {
      if (auto purchase = cache::ledger::find(database, id)) apply(database, *purchase);
    });
  }

  Books& books_;
  Buyer buyer_;
  std::string id_;
};

}  // namespace

std::unique_ptr<Till> make_counter(Books& books, Buyer buyer) {
  return std::make_unique<Counter>(books, std::move(buyer));
}

}  // namespace storyreel::pipeline
