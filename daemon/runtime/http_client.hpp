#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel {

/// One outbound call. Only http and https; redirects are not followed.
struct HttpRequest {
  std::string method = "GET";
  std::string url = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  milliseconds timeout{60'000};          ///< for the whole exchange
  std::size_t max_response = 32u << 20;  ///< bytes after decompression
};

/// What came back, whatever its status.
struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  /// The first header of that name, letter case ignored.
  std::optional<std::string_view> header(std::string_view name) const;
  /// The server's clock, by its Date; whole seconds.
  std::optional<Time> date() const;
};

/// No (whole) response: refused, timed out, broken off, too large. `sent` is false only when the
/// server surely never saw the request, so that repeating it is safe.
class TransportError : public Error {
 public:
  TransportError(const std::string& message, bool was_sent) : Error(message), sent(was_sent) {}
  bool sent;
};

/// libcurl's multi interface on the loop: pooled connections, TLS verified, compression.
/// Headers and bodies never reach a log or a message; messages name host and path only.
class HttpClient {
 public:
  explicit HttpClient(Executor loop);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Throws TransportError. Cancelling breaks the transfer off.
  Task<HttpResponse> send(HttpRequest request);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace storyreel
