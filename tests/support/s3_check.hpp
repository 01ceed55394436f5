#pragma once

#include <string>

#include "daemon/runtime/http_server.hpp"

namespace storyreel::test {

/// Whose requests are good, and where.
struct S3Account {
  std::string access_key;
  std::string secret_key;
  std::string region;
};

/// What is wrong with a request's signature, payload hash, date or list of signed headers, as one
/// of S3's codes; blank: nothing. Made from AWS's description of version 4, with OpenSSL alone.
std::string wrong_in(const ServerRequest& request, const S3Account& account, Time now);

/// "a=b&c=" by name, not decoded.
std::string parameter(const ServerRequest& request, const std::string& name);

}  // namespace storyreel::test
