#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/runtime/secret.hpp"
#include "daemon/runtime/time.hpp"

/// AWS's signature version 4, as stores that speak S3 ask for it. Pure. libcurl 7.88 can sign too,
/// but neither presign nor order and encode a query.
namespace storyreel::pipeline {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Who signs, for which region.
struct Signer {
  std::string access_key;
  Secret secret_key;
  std::string region;
};

/// What is signed of a request; nothing in it is encoded.
struct Signed {
  std::string method;
  std::string host;  ///< as the header Host has it
  std::string path;
  Pairs query = {};
  Pairs headers = {};  ///< to be signed beside host and date; names in lower case
  std::string payload_sha256;
};

/// SHA-256 of nothing, as the payload of requests without a body.
constexpr std::string_view kNoPayload =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Letters, digits and "-._~" as they are, other bytes as %XX; with `path`, slashes too.
std::string percent_encoded(std::string_view text, bool path);

/// In the order and spelling that is signed: "a=&b=%20".
std::string encoded_query(Pairs query);

/// All headers of the request: its own, Authorization, x-amz-date and x-amz-content-sha256.
Pairs signed_headers(const Signed& request, const Signer& signer, Time at);

/// The query by which whoever has it may send the request for `life`, at most a week.
std::string presigned_query(Signed request, const Signer& signer, Time at, seconds life);

}  // namespace storyreel::pipeline
