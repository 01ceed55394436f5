#include "pipeline/counter.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "cache/ledger.hpp"
#include "daemon/runtime/files.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::pipeline {
namespace {

using Class = ProviderError::Class;

const Offer kOffer{.provider = "painter", .model = "m", .key = "k", .price = 0.25};

struct Shop {
  std::unique_ptr<Till> till() { return make_counter(cache, limits, {"v", "i", "illustrate"}); }

  template <class T>
  T await(Task<T> task) {
    return test::run(loop, std::move(task));
  }

  /// Opens and leaves it open, as a process that ends there.
  void leave() {
    await(till()->open(kOffer));
    await(cache.write([](cache::Database& db) { cache::ledger::doubt_open(db, now()); }));
  }

  std::optional<ProviderError> refusal(const Offer& offer = kOffer) {
    try {
      await(till()->open(offer));
    } catch (const ProviderError& error) {
      return error;
    }
    return {};
  }

  std::vector<cache::Purchase> book() {
    return await(cache.read([](cache::Database& db) { return cache::ledger::of_video(db, "v"); }));
  }

  TemporaryFolder folder;
  boost::asio::io_context loop;
  cache::Cache cache{loop.get_executor(), folder.path() / "db"};
  config::Limits limits;
};

}  // namespace

TEST_CASE("pipeline::make_counter books a call before it is sent, and what became of it") {
  Shop shop;
  auto till = shop.till();
  CHECK(shop.await(till->open(kOffer)).job.empty());
  REQUIRE(shop.book().size() == 1);
  CHECK(shop.book()[0].state == "open");
  CHECK(shop.book()[0].price == 0.25);
  CHECK(shop.book()[0].stage == "illustrate");
  shop.await(till->paid({.units = 1.0, .unit = "pictures", .price = {}, .answer = ""}));
  CHECK(shop.book()[0].state == "paid");
  CHECK(shop.book()[0].units == 1.0);
  CHECK_FALSE(shop.book()[0].price);
  CHECK(shop.book()[0].ended_at);
}

TEST_CASE("pipeline::make_counter forgets what surely cost nothing") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->unpaid());
  CHECK(shop.book().empty());
}

TEST_CASE("pipeline::make_counter gives a known answer out again, and a job that goes on") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->submitted("job 7"));
  shop.await(shop.cache.write([](cache::Database& db) { cache::ledger::doubt_open(db, now()); }));
  auto again = shop.till();
  CHECK(shop.await(again->open(kOffer)).job == "job 7");
  // Its result may be lost before it is kept: then it is looked up again.
  shop.await(again->paid({.units = 1}));
  CHECK(shop.await(shop.till()->open(kOffer)).job == "job 7");
  shop.await(again->paid({.answer = "text"}));
  CHECK(shop.book().size() == 1);
  CHECK(shop.await(shop.till()->open(kOffer)).answer == "text");
  CHECK(shop.book().size() == 1);
}

TEST_CASE("pipeline::make_counter does not go on with a job that failed") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->submitted("job 7"));
  shop.await(till->paid({.units = 0}));
  CHECK(shop.await(shop.till()->open(kOffer)).job.empty());
  CHECK(shop.book().size() == 2);
}

TEST_CASE("pipeline::make_counter repeats what is doubtful once, then tells, then begins anew") {
  Shop shop;
  shop.leave();
  shop.leave();
  CHECK(shop.book().size() == 2);
  const auto told = shop.refusal();
  REQUIRE(told);
  CHECK(told->kind == Class::refused);
  CHECK(std::string(told->what()).contains("charged twice"));
  CHECK(shop.refusal());
  CHECK(shop.book().size() == 2);
  shop.await(
      shop.cache.write([](cache::Database& db) { cache::ledger::tell(db, "i", "illustrate"); }));
  CHECK_FALSE(shop.refusal());
  CHECK(shop.book().size() == 3);
}

TEST_CASE("pipeline::make_counter lets two videos wait for the same thing") {
  Shop shop;
  shop.await(shop.till()->open(kOffer));
  const auto refused = shop.refusal();
  REQUIRE(refused);
  CHECK(refused->kind == Class::again);
  CHECK(refused->wait);
}

TEST_CASE("pipeline::make_counter opens nothing at a limit, and says how long") {
  Shop shop;
  shop.limits.dollars_per_day = 0.4;
  shop.await(shop.till()->open(kOffer));
  const auto refused = shop.refusal({.provider = "painter", .key = "other", .price = 0.25});
  REQUIRE(refused);
  CHECK(refused->kind == Class::later);
  CHECK(std::string(refused->what()).contains("limits.dollars_per_day is $0.40"));
  CHECK(refused->wait.value_or(seconds(0)) > std::chrono::hours(23));
  CHECK(shop.book().size() == 1);
}

}  // namespace storyreel::pipeline
