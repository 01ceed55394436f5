#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

/// One inbound call, bounded and complete. `path` is percent-decoded UTF-8 without ".." segments
/// and NUL; `query` is as it came.
struct ServerRequest {
  std::string method;
  std::string path;
  std::string query;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first header of that name, letter case ignored; empty when absent.
  std::string_view header(std::string_view name) const;
};

/// A body that is made while it is sent. It is cancelled when the server ends; that the caller went
/// away shows only when the next piece is sent.
struct ServerStream {
  std::optional<std::uint64_t> length;      ///< bytes in all; without it the body comes in chunks
  std::function<Task<std::string>()> next;  ///< the next piece; empty ends the body
};

/// The reply. With `file`, that file is the body: byte ranges, ETag and Last-Modified are served.
/// With `stream`, its pieces are; one that ends before its length closes the connection.
struct ServerReply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::optional<std::filesystem::path> file = {};
  bool drop = false;  ///< close the connection without a reply
  std::optional<ServerStream> stream = {};
};

/// What bounds a caller.
struct ServerLimits {
  std::size_t header_bytes = 16u << 10;
  std::size_t body_bytes = 1u << 20;
  /// Instead of body_bytes, by the request's target (as it came); for servers that take uploads.
  std::size_t (*body_bytes_of)(std::string_view target) = nullptr;
  /// The reply to a body that is too large, by the request's target; without it a plain one.
  ServerReply (*too_large)(std::string_view target) = nullptr;
  std::size_t connections = 256;  ///< beyond, whose caller does nothing for longest is dropped
  seconds idle{60};               ///< between requests and for one request to arrive
};

/// Answers one request; HEAD is asked as GET and sent without its body. An exception becomes a 500
/// with no detail, and one complaint.
using ServerHandler = std::function<Task<ServerReply>(ServerRequest)>;

/// Takes one line about a request that failed inside.
using ServerComplaint = std::function<void(const std::string& line)>;

/// An HTTP/1.1 listener (Boost.Beast). Malformed and oversized requests are refused with 400, 413
/// or 431 without reaching the handler.
class HttpServer {
 public:
  /// Binds and listens at once; `listen` is "HOST:PORT", port 0 picks a free one. Throws
  /// UsageError that names the address when it can't be had.
  HttpServer(Executor loop, std::string_view listen, ServerLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string host() const;
  std::uint16_t port() const;

  /// Serves until cancelled; connections are closed and waited for then. Complaints go to standard
  /// error when nobody takes them.
  Task<> run(ServerHandler handler, ServerComplaint complain = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace storyreel
