#include "cache/ledger.hpp"

#include <doctest/doctest.h>

#include "tests/cache/fixture.hpp"

namespace storyreel::cache {
namespace {

Purchase purchase(const std::string& id, const std::string& video, std::int64_t began) {
  return {.id = id, .video_id = video, .key = "key", .began_at = at(began)};
}

}  // namespace

TEST_CASE("cache::ledger::save keeps every field, and what is not known is not 0") {
  Memory memory;
  Purchase one{"p",   "v", "i",        "illustrate", "replicate", "m",   "key", "paid",
               "job", 1.0, "pictures", 0.04,         "answer",    at(1), at(2)};
  ledger::save(memory.database, one);
  CHECK(ledger::find(memory.database, "p") == one);
  one.state = "doubtful";
  one.price.reset();
  one.units.reset();
  ledger::save(memory.database, one);
  CHECK(ledger::find(memory.database, "p") == one);
  CHECK_FALSE(ledger::find(memory.database, "p")->price);
  ledger::remove(memory.database, "p");
  CHECK_FALSE(ledger::find(memory.database, "p"));
}

TEST_CASE("cache::ledger outlives its video") {
  Memory memory;
  videos::save(memory.database, plain_video("v"));
  ledger::save(memory.database, purchase("p", "v", 1));
  memory.database.exec("DELETE FROM videos");
  CHECK(ledger::of_video(memory.database, "v").size() == 1);
}

TEST_CASE("cache::ledger adds up what is known and counts what is not") {
  Memory memory;
  CHECK(ledger::of_video_in_all(memory.database, "v") == Spent{});
  auto one = purchase("1", "v", 10);
  one.price = 0.5;
  auto two = purchase("2", "v", 20);
  two.state = "doubtful";
  auto three = purchase("3", "w", 30);
  three.price = 1;
  three.state = "told";
  for (const auto& each : {one, two, three}) ledger::save(memory.database, each);
  CHECK(ledger::of_video_in_all(memory.database, "v") ==
        Spent{.calls = 2, .doubtful = 1, .unpriced = 1, .dollars = 0.5, .first = at(10)});
  CHECK(ledger::since(memory.database, at(20)) ==
        Spent{.calls = 2, .doubtful = 2, .unpriced = 1, .dollars = 1, .first = at(20)});
  CHECK(ledger::of_key(memory.database, "key").front() == one);
}

TEST_CASE("cache::ledger::tell settles what is doubtful of one owner's stage") {
  Memory memory;
  auto mine = purchase("1", "v", 1);
  mine.owner_id = "i";
  mine.stage = "speak";
  mine.state = "doubtful";
  auto other = mine;
  other.id = "2";
  other.stage = "illustrate";
  auto paid = mine;
  paid.id = "3";
  paid.state = "paid";
  for (const auto& each : {mine, other, paid}) ledger::save(memory.database, each);
  ledger::tell(memory.database, "i", "speak");
  CHECK(ledger::find(memory.database, "1")->state == "told");
  CHECK(ledger::find(memory.database, "2") == other);
  CHECK(ledger::find(memory.database, "3") == paid);
}

TEST_CASE("cache::ledger::doubt_open leaves what can be asked for") {
  Memory memory;
  auto known = purchase("1", "v", 1);
  known.provider_job = "job";
  auto paid = purchase("2", "v", 2);
  paid.state = "paid";
  for (const auto& each : {known, paid, purchase("3", "v", 3)}) ledger::save(memory.database, each);
  CHECK(ledger::doubt_open(memory.database, at(9)) == 1);
  CHECK(ledger::find(memory.database, "1") == known);
  CHECK(ledger::find(memory.database, "2") == paid);
  CHECK(ledger::find(memory.database, "3")->state == "doubtful");
  CHECK(ledger::find(memory.database, "3")->ended_at == at(9));
}

}  // namespace storyreel::cache
