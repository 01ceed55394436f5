#include "pipeline/failure.hpp"

#include <doctest/doctest.h>

namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;
using Class = ProviderError::Class;

template <class E>
std::exception_ptr as_pointer(const E& error) {
  return std::make_exception_ptr(error);
}

const Time kNow{std::chrono::hours{500'000}};

}  // namespace

TEST_CASE("pipeline::judge waits longer with every attempt, up to a limit") {
  const auto failure = as_pointer(ProviderError(Class::again, "busy."));
  const auto first = judge(failure, "The picture", 1, kNow);
  const auto fifth = judge(failure, "The picture", 5, kNow);
  REQUIRE(first.next);
  REQUIRE(fifth.next);
  CHECK(*first.next - kNow >= 5s);
  CHECK(*first.next - kNow <= 10s);
  CHECK(*fifth.next > *first.next);
  CHECK(first.error.starts_with("The picture could not be made: busy."));
  CHECK(first.error.find("Next try at") != std::string::npos);
  CHECK_FALSE(judge(failure, "The picture", 8, kNow).next);
}

TEST_CASE("pipeline::judge never repeats a refusal by itself") {
  const auto verdict =
      judge(as_pointer(ProviderError(Class::refused, "unsafe.")), "The picture", 1, kNow);
  CHECK_FALSE(verdict.next);
  CHECK(verdict.error.find("unsafe.") != std::string::npos);
  CHECK(verdict.error.find("to try again") != std::string::npos);
}

TEST_CASE("pipeline::judge keeps to the provider's own waiting time") {
  const auto verdict =
      judge(as_pointer(ProviderError(Class::later, "quota.", 90s)), "The voice", 1, kNow);
  CHECK(verdict.next == kNow + 90s);
}

TEST_CASE("pipeline::judge takes any other error as passing") {
  CHECK(judge(as_pointer(Error("no space left on device")), "The clip", 1, kNow).next);
}

}  // namespace storyreel::pipeline
