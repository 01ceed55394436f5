#include "tests/support/s3_check.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <sstream>
#include <vector>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace storyreel::test {
namespace {

constexpr std::chrono::minutes kSkew{15};
constexpr long kWeek = 7L * 24 * 3600;

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

std::string sha(const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return hex(digest);
}

std::string hmac(const std::string& key, const std::string& text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &size);
  return digest;
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, mark);) parts.push_back(part);
  return parts;
}

std::string lower(std::string text) {
  for (auto& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string decoded(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      plain += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::string encoded_path(const std::string& path) {
  std::string text;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || std::string_view("-._~/").contains(c);
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return text;
}

/// As it came, in order, without the signature.
std::string canonical_query(const std::string& query) {
  auto parts = split(query, '&');
  std::erase_if(parts, [](const auto& part) { return part.starts_with("X-Amz-Signature="); });
  for (auto& part : parts)
    if (!part.contains('=')) part += '=';
  std::ranges::sort(parts);
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : "&") + part;
  return text;
}

/// What a request says about who signed it and how.
struct Claim {
  std::string credential, headers, signature, date, payload;
};

Claim header_claim(const ServerRequest& request) {
  Claim claim{.date = std::string(request.header("x-amz-date")),
              .payload = std::string(request.header("x-amz-content-sha256"))};
  auto text = std::string(request.header("authorization"));
  constexpr std::string_view kScheme = "AWS4-HMAC-SHA256 ";
  if (!text.starts_with(kScheme)) return claim;
  std::map<std::string, std::string> said;
  for (auto& part : split(text.substr(kScheme.size()), ',')) {
    part.erase(0, part.find_first_not_of(' '));
    said[part.substr(0, part.find('='))] = part.substr(part.find('=') + 1);
  }
  claim.credential = said["Credential"];
  claim.headers = said["SignedHeaders"];
  claim.signature = said["Signature"];
  return claim;
}

Claim query_claim(const ServerRequest& request) {
  const auto value = [&](const char* name) { return decoded(parameter(request, name)); };
  return {.credential = value("X-Amz-Credential"),
          .headers = value("X-Amz-SignedHeaders"),
          .signature = value("X-Amz-Signature"),
          .date = value("X-Amz-Date"),
          .payload = "UNSIGNED-PAYLOAD"};
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == text.npos) return "";
  return std::string(text.substr(from, text.find_last_not_of(' ') - from + 1));
}

std::string signature_of(const ServerRequest& request, const Claim& claim,
                         const S3Account& account) {
  std::string headers;
  for (const auto& name : split(claim.headers, ';'))
    headers += name + ":" + trimmed(request.header(name)) + "\n";
  const auto canonical = request.method + "\n" + encoded_path(request.path) + "\n" +
                         canonical_query(request.query) + "\n" + headers + "\n" + claim.headers +
                         "\n" + claim.payload;
  const auto day = claim.date.substr(0, 8);
  const auto scope = day + "/" + account.region + "/s3/aws4_request";
  const auto text = "AWS4-HMAC-SHA256\n" + claim.date + "\n" + scope + "\n" + sha(canonical);
  auto key = hmac("AWS4" + account.secret_key, day);
  key = hmac(hmac(hmac(key, account.region), "s3"), "aws4_request");
  return hex(hmac(key, text));
}

/// Whether what must be signed is: the host, the type and all that is Amazon's.
bool lacks_headers(const ServerRequest& request, const Claim& claim) {
  const auto listed = split(claim.headers, ';');
  if (!std::ranges::is_sorted(listed)) return true;
  return std::ranges::any_of(request.headers, [&](const auto& header) {
    const auto name = lower(header.first);
    const bool must = name == "host" || name == "content-type" || name.starts_with("x-amz-");
    return must && std::ranges::find(listed, name) == listed.end();
  });
}

std::optional<Time> time_of(const std::string& date) {
  if (date.size() != 16) return std::nullopt;
  return from_iso(date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2) + "T" +
                  date.substr(9, 2) + ":" + date.substr(11, 2) + ":" + date.substr(13, 2) + "Z");
}

std::string wrong_time(const ServerRequest& request, const Claim& claim, bool presigned, Time now) {
  const auto time = time_of(claim.date);
  if (!time) return "AccessDenied";
  if (!presigned) return *time > now + kSkew || *time < now - kSkew ? "RequestTimeTooSkewed" : "";
  const auto life = std::stol("0" + parameter(request, "X-Amz-Expires"));
  if (life < 1 || life > kWeek) return "AuthorizationQueryParametersError";
  const bool good = *time <= now + kSkew && *time + seconds(life) > now;
  return good ? "" : "AccessDenied";
}

}  // namespace

std::string parameter(const ServerRequest& request, const std::string& name) {
  for (const auto& part : split(request.query, '&'))
    if (part.starts_with(name + "=")) return part.substr(name.size() + 1);
  return "";
}

std::string wrong_in(const ServerRequest& request, const S3Account& account, Time now) {
  const bool presigned = request.query.contains("X-Amz-Signature=");
  const auto claim = presigned ? query_claim(request) : header_claim(request);
  if (claim.signature.empty()) return "AccessDenied";
  const auto who = split(claim.credential, '/');
  if (who.size() != 5 || who[3] != "s3" || who[4] != "aws4_request")
    return "AuthorizationHeaderMalformed";
  if (who[0] != account.access_key) return "InvalidAccessKeyId";
  if (who[2] != account.region || who[1] != claim.date.substr(0, 8))
    return "AuthorizationHeaderMalformed";
  if (auto wrong = wrong_time(request, claim, presigned, now); !wrong.empty()) return wrong;
  if (lacks_headers(request, claim)) return "AccessDenied";
  if (!presigned && claim.payload != sha(request.body)) return "XAmzContentSHA256Mismatch";
  return claim.signature == signature_of(request, claim, account) ? "" : "SignatureDoesNotMatch";
}

}  // namespace storyreel::test
