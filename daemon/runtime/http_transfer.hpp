#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>

#include "daemon/runtime/curl.hpp"
#include "daemon/runtime/http_client.hpp"

namespace storyreel {

/// How a transfer ended: with a response or with an exception.
struct Outcome {
  std::exception_ptr error;
  HttpResponse response;
};

/// One exchange on a libcurl easy handle: its settings, and what came back so far. Stays where it
/// is, since libcurl holds its address.
class Transfer {
 public:
  /// Throws Error on a request that can't be sent as it is (URL, method, header). `reach` outlives
  /// the transfer.
  Transfer(HttpRequest request, const Reach& reach);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  CURL* handle() const { return easy_.get(); }

  /// The transfer's Transfer.
  static Transfer& of(CURL* handle);

  /// What to answer when libcurl has ended it with `code`.
  Outcome outcome(CURLcode code);

  std::uint64_t id = 0;  ///< the client's; a handle's address may come again
  std::move_only_function<void(Outcome)> done;

 private:
  template <class T>
  void set(CURLoption option, T value);
  void set_request();
  void set_bounds();
  void set_body();
  void set_reach();
  bool was_sent(CURLcode code) const;
  std::string message(CURLcode code) const;

  bool take_header(std::string_view line);
  bool take_body(std::string_view bytes);
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  bool may_reach(const std::string& address);
  static curl_socket_t on_open(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int on_connected(void* self, char* address, char*, int, int);
  static std::size_t on_upload(char* data, std::size_t size, std::size_t count, void* self);

  HttpRequest request_;
  const Reach& reach_;
  std::string forbidden_;  ///< the address that was not to be reached
  std::string place_;      ///< host and path, for messages
  std::string_view unsent_;
  std::size_t header_bytes_ = 0;
  bool too_large_ = false;
  HttpResponse response_;
  curl::List headers_;
  curl::List resolved_;
  curl::Easy easy_;
};

}  // namespace storyreel
