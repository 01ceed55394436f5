#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace storyreel {

/// SHA-256 over fields; each field is length-prefixed, so that ("ab","c") and ("a","bc") differ.
class Hasher {
 public:
  explicit Hasher(std::string_view kind);  ///< `kind` keeps different uses apart
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  Hasher& add(std::string_view field);
  Hasher& add(std::int64_t field);

  /// 64 lower-case hexadecimal digits. The hasher is used up.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);

/// A random UUID, version 4, with dashes.
std::string new_uuid();

/// `bytes` random bytes from the operating system, in lower-case hexadecimal.
std::string random_hex(std::size_t bytes);

}  // namespace storyreel
