#include "pipeline/attention.hpp"

#include <doctest/doctest.h>

namespace storyreel::test {
namespace {

using pipeline::Attention;
using Videos = std::vector<std::string>;

constexpr Time kNow{std::chrono::hours(1)};
constexpr Time kLater = kNow + seconds(10);

TEST_CASE("pipeline::Attention is due to what changed since it was looked at") {
  Attention attention;
  CHECK(attention.due({{"b", 1}, {"a", 1}}, kNow) == Videos{"b", "a"});
  attention.looked("a", 1, {});
  attention.looked("b", 1, {});
  CHECK(attention.due({{"b", 1}, {"a", 1}}, kNow).empty());
  CHECK(attention.due({{"b", 1}, {"a", 2}}, kNow) == Videos{"a"});
  CHECK_FALSE(attention.next());
  attention.forget("b");
  CHECK(attention.due({{"b", 1}, {"a", 1}}, kNow) == Videos{"b"});
  attention.forget_all();
  CHECK(attention.due({{"a", 1}}, kNow) == Videos{"a"});
}

TEST_CASE("pipeline::Attention is due when its time has come, and not before") {
  Attention attention;
  attention.looked("a", 1, kLater);
  CHECK(attention.due({{"a", 1}}, kLater - milliseconds(1)).empty());
  CHECK(attention.due({{"a", 1}}, kLater) == Videos{"a"});
  CHECK(attention.next() == kLater);
  SUBCASE("which may be brought forward") {
    attention.wait("a", kNow);
    CHECK(attention.next() == kNow);
  }
  SUBCASE("but is not put off") {
    attention.wait("a", kLater + seconds(1));
    CHECK(attention.next() == kLater);
  }
  SUBCASE("and the earliest of all counts") {
    attention.looked("b", 1, kNow);
    CHECK(attention.next() == kNow);
  }
}

TEST_CASE("pipeline::Attention forgets videos that are there no more") {
  Attention attention;
  attention.looked("a", 1, kNow);
  attention.looked("b", 1, {});
  CHECK(attention.due({{"b", 1}}, kNow).empty());
  CHECK_FALSE(attention.next());
  CHECK(attention.due({{"a", 1}, {"b", 1}}, kNow - seconds(1)) == Videos{"a"});
}

}  // namespace
}  // namespace storyreel::test
