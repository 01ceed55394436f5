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
  Shop() { store.open(); }

  std::unique_ptr<Till> till(const std::string& video = "v") {
    return make_counter(books, {video, "i", "illustrate"});
  }

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
  Store store{folder.path() / "artifacts"};
  Books books{cache, store, {}};
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

TEST_CASE("pipeline::make_counter goes on with a job") {
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
  CHECK(shop.book().size() == 1);
}

TEST_CASE("pipeline::make_counter gives a known answer out again") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->paid({.answer = "text"}));
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

TEST_CASE("pipeline::make_counter lets two videos wait for the same thing, and says which does") {
  Shop shop;
  shop.await(shop.till("other")->open(kOffer));
  const auto refused = shop.refusal();
  REQUIRE(refused);
  CHECK(refused->kind == Class::again);
  CHECK(refused->wait);
  CHECK(std::string(refused->what()) == "it is being made for another video.");

  Shop same;
  same.await(same.till()->open(kOffer));
  CHECK(std::string(same.refusal()->what()) == "it is being made already.");
}

TEST_CASE("pipeline::make_counter gives out what was delivered until it is kept") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->paid({.units = 1.0, .price = 0.2, .delivery = "a picture"}));
  // Whoever held it has ended, as often as it may be.
  for (int i = 0; i < 3; ++i) {
    till = shop.till();
    const auto earlier = shop.await(till->open(kOffer));
    CHECK(earlier.delivery == "a picture");
    CHECK(earlier.job.empty());
  }
  REQUIRE(shop.book().size() == 1);
  CHECK(shop.book()[0].price == 0.2);
  shop.await(till->kept());
  CHECK_FALSE(shop.store.delivery(shop.book()[0].id));
  CHECK(shop.await(shop.till()->open(kOffer)).delivery.empty());
  CHECK(shop.book().size() == 2);
}

TEST_CASE("pipeline::make_counter books what was delivered and not booked as paid") {
  Shop shop;
  shop.await(shop.till()->open(kOffer));
  shop.store.deliver(shop.book()[0].id, "a picture");
  shop.await(shop.cache.write([](cache::Database& db) { cache::ledger::doubt_open(db, now()); }));
  CHECK(shop.await(shop.till()->open(kOffer)).delivery == "a picture");
  REQUIRE(shop.book().size() == 1);
  CHECK(shop.book()[0].state == "paid");
  CHECK(shop.book()[0].price == 0.25);
}

TEST_CASE("pipeline::make_counter waits for a delivery that can't be looked at") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->paid({.units = 1.0, .delivery = "a picture"}));
  const auto file = shop.folder.path() / "artifacts" / "bought" / shop.book()[0].id;
  std::filesystem::remove(file);
  std::filesystem::create_symlink(file.filename(), file);
  const auto refused = shop.refusal();
  REQUIRE(refused);
  CHECK(refused->kind == Class::later);
  CHECK(refused->wait);
  CHECK(shop.book().size() == 1);
}

TEST_CASE("pipeline::make_counter leaves what was paid at its price, whatever comes of it later") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->submitted("job 7"));
  shop.await(till->paid({.units = 1.0, .price = 0.2}));
  till = shop.till();
  REQUIRE(shop.await(till->open(kOffer)).job == "job 7");
  SUBCASE("its job failed") {
    shop.await(till->paid({.units = 0.0, .price = {}}));
  }
  SUBCASE("nobody knows its job") {
    shop.await(till->doubtful());
  }
  SUBCASE("its job was refused") {
    shop.await(till->unpaid());
  }
  SUBCASE("it is of no use") {
    shop.await(till->spoilt());
  }
  REQUIRE(shop.book().size() == 1);
  CHECK(shop.book()[0].state == "paid");
  CHECK(shop.book()[0].price == 0.2);
  CHECK(shop.book()[0].units == 1.0);
  CHECK(shop.await(shop.till()->open(kOffer)).job.empty());
  CHECK(shop.book().size() == 2);
}

TEST_CASE("pipeline::make_counter does not give out again what is of no use") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->submitted("job 7"));
  shop.await(till->paid({.units = 1.0, .price = 0.2, .delivery = "no picture"}));
  shop.await(till->spoilt());
  const auto earlier = shop.await(shop.till()->open(kOffer));
  CHECK(earlier.delivery.empty());
  CHECK(earlier.job.empty());
  CHECK(shop.book().size() == 2);
  CHECK(shop.book()[0].price == 0.2);
}

TEST_CASE("pipeline::make_counter leaves nothing open that nobody is at any more") {
  Shop shop;
  auto till = shop.till();
  shop.await(till->open(kOffer));
  shop.await(till->left());
  CHECK(shop.book()[0].state == "doubtful");
  shop.await(till->open(kOffer));
  shop.await(till->submitted("job 7"));
  shop.await(till->left());
  CHECK(shop.book()[1].state == "open");
  CHECK(shop.await(shop.till()->open(kOffer)).job == "job 7");
}

TEST_CASE("pipeline::make_counter opens nothing once the books are closed") {
  Shop shop;
  shop.books.closed = true;
  std::exception_ptr failure;
  try {
    shop.await(shop.till()->open(kOffer));
  } catch (...) {
    failure = std::current_exception();
  }
  CHECK(is_cancelled(failure));
  CHECK(shop.book().empty());
}

TEST_CASE("pipeline::make_counter opens nothing at a limit, and says how long") {
  Shop shop;
  shop.books.limits.dollars_per_day = 0.4;
  shop.await(shop.till()->open(kOffer));
  const auto refused = shop.refusal({.provider = "painter", .key = "other", .price = 0.25});
  REQUIRE(refused);
  CHECK(refused->kind == Class::later);
  CHECK(std::string(refused->what()).contains("limits.dollars_per_day is $0.40"));
  CHECK(refused->wait.value_or(seconds(0)) > std::chrono::hours(23));
  CHECK(shop.book().size() == 1);
}

}  // namespace storyreel::pipeline
