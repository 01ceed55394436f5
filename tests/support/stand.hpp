#pragma once

#include <functional>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>

#include "daemon/runtime/http_server.hpp"

namespace storyreel::test {

/// A service that stands on a thread of its own, for programs that run beside the test.
class Stand {
 public:
  using Answer = std::function<Task<ServerReply>(ServerRequest)>;

  /// `answer` is called on that thread.
  explicit Stand(Answer answer, ServerLimits limits = {});

  std::string url(const std::string& path = "") const { return "http://" + host() + path; }
  /// "127.0.0.1:PORT".
  std::string host() const { return "127.0.0.1:" + std::to_string(server_.port()); }

 private:
  Task<> live(std::stop_token stop);

  Answer answer_;
  boost::asio::io_context loop_{1};
  HttpServer server_;
  std::jthread thread_;
};

/// A reply of JSON.
ServerReply json_reply(std::string body, int status = 200);

/// A picture of one pixel, in base64: a PNG.
constexpr auto kPixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

}  // namespace storyreel::test
