#include "daemon/runtime/secret.hpp"

#include <openssl/crypto.h>

namespace storyreel {
namespace {

constexpr std::size_t kLeast = 8;

}  // namespace

// The capacity, not the size: a short value that was moved away leaves its bytes in the string.
Secret::~Secret() {
  OPENSSL_cleanse(value_.data(), value_.capacity());
}

std::string starred(std::string text, const std::vector<Secret>& secrets) {
  for (const auto& secret : secrets) {
    const auto value = secret.reveal();
    if (value.size() < kLeast) continue;
    for (auto at = text.find(value); at != std::string::npos; at = text.find(value, at))
      text.replace(at, value.size(), "***");
  }
  return text;
}

}  // namespace storyreel
