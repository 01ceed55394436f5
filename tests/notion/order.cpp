#include "notion/order.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace storyreel;
using namespace storyreel::notion;

namespace {

Place still() {
  return {};
}
Place typed(double number, int created = 0) {
  return {.moved = true, .number = number, .created = Time(seconds(created))};
}
Place blank(int created = 0) {
  return {.moved = true, .created = Time(seconds(created))};
}
Place copy_of(std::size_t original) {
  return {.moved = true, .behind = original};
}
Place textless() {
  return {.numbered = false};
}

std::string order(const std::vector<Place>& rows) {
  std::string letters;
  for (const auto row : reorder(rows)) letters += static_cast<char>('A' + row);
  return letters;
}

}  // namespace

TEST_CASE("notion::reorder goes by the numbers that people saw, where they are in order") {
  const auto holds = [](double number) { return Place{.shown = number}; };
  const Place gone{.numbered = false};
  CHECK(order({gone, holds(2), holds(3), typed(3)}) == "ABDC");
  CHECK(order({holds(2), gone, holds(4), typed(3)}) == "ABDC");
  CHECK(order({holds(1), holds(1), holds(3), typed(3)}) == "ABDC");
  CHECK(order({holds(3), holds(2), still(), typed(2)}) == "ADBC");
  CHECK(order({holds(-1), holds(1), holds(2), typed(1)}) == "ADBC");
  CHECK(order({gone, holds(-1), holds(2), typed(-2)}) == "ADBC");
  CHECK(order({holds(2), still(), holds(4), typed(2)}) == "ADBC");
}

TEST_CASE("notion::reorder puts a typed number before the row that holds it") {
  CHECK(order({still(), still(), still(), still()}) == "ABCD");
  CHECK(order({still(), still(), still(), typed(2)}) == "ADBC");
  CHECK(order({typed(3), still(), still(), still()}) == "BACD");
  CHECK(order({still(), still(), typed(0)}) == "CAB");
  CHECK(order({typed(3.5), still(), still(), still()}) == "BCAD");
  CHECK(order({typed(99), still(), still()}) == "BCA");
  CHECK(order({typed(2), typed(1), still()}) == "BAC");
}

TEST_CASE("notion::reorder breaks ties by creation, and puts blank ones last") {
  CHECK(order({still(), still(), typed(2, 9), typed(2, 5)}) == "ADCB");
  CHECK(order({blank(), still(), still()}) == "BCA");
  CHECK(order({still(), blank(7), blank(3)}) == "ACB");
}

TEST_CASE("notion::reorder puts a duplicate behind its original") {
  CHECK(order({still(), still(), still(), copy_of(0)}) == "ADBC");
  CHECK(order({still(), still(), copy_of(0), copy_of(0)}) == "ACDB");
  CHECK(order({still(), typed(1), still(), copy_of(1)}) == "BDAC");
}

TEST_CASE("notion::reorder leaves rows without text in their places") {
  CHECK(order({still(), textless(), still()}) == "ABC");
  CHECK(order({still(), textless(), still(), typed(2)}) == "ABDC");
}
