#include "notion/workspace/tokens.hpp"

#include <openssl/crypto.h>

#include "daemon/runtime/files.hpp"
#include "daemon/runtime/hash.hpp"

namespace storyreel::workspace {
namespace {

std::string secret(std::string_view prefix) {
  return std::string(prefix) + random_hex(24);
}

}  // namespace

std::string new_token() {
  return secret("ntn_");
}

std::string kept_token(const std::filesystem::path& file, std::string_view prefix) {
  // Only its owner may read it.
  if (!std::filesystem::exists(file)) write_file(file, secret(prefix) + "\n", 0600);
  auto token = read_file(file, 4096);
  token.erase(token.find_last_not_of(" \r\n\t") + 1);
  return token;
}

bool same_token(std::string_view a, std::string_view b) {
  // Takes as long for a wrong token as for the right one.
  return a.size() == b.size() && !a.empty() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view bearer(std::string_view header) {
  constexpr std::string_view kScheme = "Bearer ";
  return header.starts_with(kScheme) ? header.substr(kScheme.size()) : std::string_view();
}

}  // namespace storyreel::workspace
