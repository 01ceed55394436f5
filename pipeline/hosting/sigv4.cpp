#include "pipeline/hosting/sigv4.hpp"

#include <algorithm>
#include <array>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/sha256.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";
constexpr std::size_t kDay = 8;

/// "20261121T083012Z".
std::string stamp(Time at) {
  auto text = to_iso(at).substr(0, 19) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string scope(const Signer& signer, Time at) {
  return stamp(at).substr(0, kDay) + "/" + signer.region + "/s3/aws4_request";
}

/// The headers that are signed, in order.
Pairs canonical_headers(const Signed& request) {
  Pairs headers = request.headers;
  headers.emplace_back("host", request.host);
  std::ranges::sort(headers);
  return headers;
}

std::string names(const Pairs& headers) {
  std::string text;
  for (const auto& [name, value] : headers) text += (text.empty() ? "" : ";") + name;
  return text;
}

std::string canonical(const Signed& request) {
  const auto headers = canonical_headers(request);
  std::string text = request.method + "\n" + percent_encoded(request.path, true) + "\n" +
                     encoded_query(request.query) + "\n";
  for (const auto& [name, value] : headers) text += name + ":" + value + "\n";
  return text + "\n" + names(headers) + "\n" + request.payload_sha256;
}

std::string signature(const Signed& request, const Signer& signer, Time at) {
  auto key = "AWS4" + std::string(signer.secret_key.reveal());
  for (const auto& part :
       {stamp(at).substr(0, kDay), signer.region, std::string("s3"), std::string("aws4_request")})
    key = hmac_sha256(key, part);
  const auto text = std::string(kAlgorithm) + "\n" + stamp(at) + "\n" + scope(signer, at) + "\n" +
                    sha256(canonical(request));
  return to_hex(hmac_sha256(key, text));
}

}  // namespace

std::string percent_encoded(std::string_view text, bool path) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kPlain.contains(c) || (path && c == '/'))
      encoded += c;
    else
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return encoded;
}

std::string encoded_query(Pairs query) {
  for (auto& [name, value] : query) {
    name = percent_encoded(name, false);
    value = percent_encoded(value, false);
  }
  std::ranges::sort(query);
  std::string text;
  for (const auto& [name, value] : query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

Pairs signed_headers(const Signed& request, const Signer& signer, Time at) {
  auto all = request;
  all.headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
  all.headers.emplace_back("x-amz-date", stamp(at));
  auto headers = all.headers;
  headers.emplace_back("Host", request.host);
  headers.emplace_back("Authorization",
                       std::string(kAlgorithm) + " Credential=" + signer.access_key + "/" +
                           scope(signer, at) + ",SignedHeaders=" + names(canonical_headers(all)) +
                           ",Signature=" + signature(all, signer, at));
  return headers;
}

std::string presigned_query(Signed request, const Signer& signer, Time at, seconds life) {
  request.payload_sha256 = kUnsigned;
  request.query.emplace_back("X-Amz-Algorithm", kAlgorithm);
  request.query.emplace_back("X-Amz-Credential", signer.access_key + "/" + scope(signer, at));
  request.query.emplace_back("X-Amz-Date", stamp(at));
  request.query.emplace_back("X-Amz-Expires", std::to_string(life.count()));
  request.query.emplace_back("X-Amz-SignedHeaders", names(canonical_headers(request)));
  return encoded_query(request.query) + "&X-Amz-Signature=" + signature(request, signer, at);
}

}  // namespace storyreel::pipeline
