#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace storyreel {

/// A running SHA-256 over bytes as they come (OpenSSL behind it).
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);

  /// 64 lower-case hexadecimal digits. Used up.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// HMAC-SHA-256: 32 bytes, as they are.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// `bytes` in lower-case hexadecimal.
std::string to_hex(std::string_view bytes);

}  // namespace storyreel
