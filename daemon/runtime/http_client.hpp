#pragma once

#include <cstddef>
#include <functional>
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

/// What is reached, after the name was resolved, is an address that the client may not reach.
class ForbiddenAddress : public TransportError {
 public:
  explicit ForbiddenAddress(const std::string& message) : TransportError(message, false) {}
};

/// The response went over the request's `max_response`.
class ResponseTooLarge : public TransportError {
 public:
  ResponseTooLarge(const std::string& message, std::size_t most_bytes)
      : TransportError(message, true), most(most_bytes) {}
  std::size_t most;
};

/// What a client may reach. Asked for every connection that is opened, and again for every request
/// that goes over an open one: whatever a name resolves to, and whenever that changes.
struct Reach {
  std::function<bool(const std::string& address)> may;  ///< empty: anything, proxies too
  std::vector<std::string> hosts;  ///< hosts, or hosts with ports, of which `may` is not asked
  /// For tests: lines "HOST:PORT:ADDRESS" that a request finds in place of the resolver's.
  std::function<std::vector<std::string>()> resolve;
};

/// libcurl's multi interface on the loop: pooled connections, TLS verified, compression.
/// Headers and bodies never reach a log or a message; messages name host and path only.
class HttpClient {
 public:
  explicit HttpClient(Executor loop, Reach reach = {});
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
