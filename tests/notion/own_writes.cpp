#include "notion/own_writes.hpp"

#include <chrono>

#include <doctest/doctest.h>

using namespace storyreel;
using namespace storyreel::notion;
using std::chrono::minutes;

namespace {

const Time kStart{std::chrono::hours(1000)};

Page page(const std::string& id, Time edited, const std::string& by = "bot") {
  Page page;
  page.id = id;
  page.last_edited_time = edited;
  page.last_edited_by = by;
  return page;
}

}  // namespace

TEST_CASE("notion::OwnWrites takes an edit as us in a later minute for somebody else's") {
  OwnWrites own;
  own.begin(kStart);
  own.wrote(page("a", kStart + minutes(10)));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(10)), "bot"));
  CHECK(own.foreign(page("a", kStart + minutes(11)), "bot"));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(11), "person"), "bot"));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(11)), ""));
}

TEST_CASE("notion::OwnWrites leaves to an earlier run what it may have written") {
  OwnWrites own;
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(60)), "bot"));
  own.begin(kStart + seconds(30));
  CHECK_FALSE(own.foreign(page("a", kStart), "bot"));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(2)), "bot"));
  CHECK(own.foreign(page("a", kStart + minutes(3)), "bot"));
}

TEST_CASE("notion::OwnWrites says nothing of a page whose last write is unclear") {
  OwnWrites own;
  own.begin(kStart);
  own.unclear("a");
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(60)), "bot"));
}

TEST_CASE("notion::OwnWrites waits two minutes for an unclear write after the next clear one") {
  OwnWrites own;
  own.begin(kStart);
  own.unclear("a");
  own.wrote(page("a", kStart + minutes(60)));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(61)), "bot"));
  own.wrote(page("a", kStart + minutes(61)));
  CHECK_FALSE(own.foreign(page("a", kStart + minutes(62)), "bot"));
  CHECK(own.foreign(page("a", kStart + minutes(63)), "bot"));
}

TEST_CASE("notion::OwnWrites forgets in bounds, and then in doubt it was us") {
  OwnWrites own;
  own.begin(kStart);
  own.unclear("unclear");
  for (int i = 0; i < 50'000; ++i) own.wrote(page(std::to_string(i), kStart + minutes(i / 100)));
  CHECK_FALSE(own.foreign(page("0", kStart + minutes(100)), "bot"));
  CHECK_FALSE(own.foreign(page("unclear", kStart + minutes(9'000)), "bot"));
  CHECK(own.foreign(page("0", kStart + minutes(9'000)), "bot"));
}
