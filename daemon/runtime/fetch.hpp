#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "daemon/runtime/http_client.hpp"

namespace storyreel {

/// Something that is read from an address which a user, or somebody whom a user pays, has given.
struct FetchRequest {
  std::string url;
  std::vector<std::string> types;      ///< media types begin like one of these; empty: any
  std::size_t max_bytes = 32u << 20;   ///< after decompression
  milliseconds timeout = seconds{60};  ///< with all redirects
};

struct Fetched {
  std::string url;   ///< behind the last redirect
  std::string type;  ///< "image/png", without parameters; empty: not said
  std::string body;
};

/// Nothing was fetched. `what()` names the host and what to do; never the path or query of the
/// address, which may hold a key.
class FetchError : public Error {
 public:
  enum class Kind {
    passing,  ///< may go well later
    gone,     ///< not there, not any more, or not for us: a link that expired
    refused   ///< never: no web address, a forbidden one, too large, of another type
  };
  FetchError(Kind kind_of, const std::string& message) : Error(message), kind(kind_of) {}
  Kind kind;
};

/// Reads what others point at, with connections of its own, none of which is ever to an address
/// that is not public: not at first, not after a redirect, not one that was opened before. Loop
/// thread.
class Fetcher {
 public:
  /// `allowed`: hosts ("nas.local", "127.0.0.1:8000") that may be anywhere.
  Fetcher(Executor loop, std::vector<std::string> allowed);

  /// With another rule than that of public addresses.
  Fetcher(Executor loop, Reach reach);

  /// Follows at most five redirects. Throws FetchError.
  Task<Fetched> get(FetchRequest request);

 private:
  HttpClient http_;
};

}  // namespace storyreel
