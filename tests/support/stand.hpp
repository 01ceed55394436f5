#pragma once

#include <functional>
#include <string>
#include <thread>

#include "tests/support/vendor.hpp"

namespace storyreel::test {

/// A service that stands on a thread of its own, for programs that run beside the test.
class Stand {
 public:
  using Answer = std::function<Task<ServerReply>(ServerRequest)>;

  /// `answer` is called on that thread.
  explicit Stand(Answer answer);
  ~Stand() = default;
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  std::string url(const std::string& path = "") const { return vendor_.url(path); }
  /// "127.0.0.1:PORT".
  std::string host() const { return url().substr(std::string("http://").size()); }

 private:
  void serve(const std::stop_token& stop);

  Vendor vendor_;
  std::jthread thread_;
};

/// A reply of JSON.
ServerReply json_reply(std::string body, int status = 200);

/// A picture of one pixel, in base64: a PNG.
constexpr auto kPixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

}  // namespace storyreel::test
