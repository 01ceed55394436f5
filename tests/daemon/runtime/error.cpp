#include "daemon/runtime/error.hpp"

#include <boost/asio/multiple_exceptions.hpp>
#include <doctest/doctest.h>

using namespace storyreel;

namespace {

std::exception_ptr nested(const std::exception_ptr& inner) {
  try {
    try {
      std::rethrow_exception(inner);
    } catch (...) {
      std::throw_with_nested(Error("can't read the video"));
    }
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace

TEST_CASE("runtime::is_cancelled tells cancellation from failure, through context") {
  const auto failure = std::make_exception_ptr(Error("broken"));
  CHECK(is_cancelled(cancelled()));
  CHECK(is_cancelled(nested(cancelled())));
  CHECK(
      is_cancelled(std::make_exception_ptr(boost::asio::multiple_exceptions(nested(cancelled())))));
  CHECK_FALSE(is_cancelled(failure));
  CHECK_FALSE(is_cancelled(nested(failure)));
  CHECK_FALSE(is_cancelled(nullptr));
  CHECK_FALSE(is_cancelled(std::make_exception_ptr(7)));
}

TEST_CASE("runtime::describe gives the whole context once") {
  const auto inner = std::make_exception_ptr(Error("no space left on device"));
  CHECK(describe(inner) == "no space left on device");
  CHECK(describe(nested(nested(inner))) ==
        "can't read the video: can't read the video: no space left on device");
  CHECK(describe(std::make_exception_ptr(boost::asio::multiple_exceptions(inner))) ==
        "no space left on device");
  CHECK(describe(std::make_exception_ptr(7)) == "unknown error");
  CHECK(describe(nullptr) == "");
}

TEST_CASE("runtime::system_message is in lower case") {
  CHECK(system_message(28) == "no space left on device");
}
