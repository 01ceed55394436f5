#include "daemon/runtime/hash.hpp"

#include <algorithm>
#include <bit>
#include <unistd.h>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/sha256.hpp"

namespace storyreel {
namespace {

/// Eight bytes, the lowest first, whatever the machine.
std::string little_endian(std::uint64_t value) {
  std::string bytes(8, '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(value & 0xff);
    value >>= 8;
  }
  return bytes;
}

std::string random_bytes(std::size_t count) {
  constexpr std::size_t kMost = 256;  // getentropy's limit for one call
  std::string bytes(count, '\0');
  for (std::size_t done = 0; done < count; done += kMost) {
    if (::getentropy(bytes.data() + done, std::min(kMost, count - done)) != 0) {
      throw Error("the operating system gives no random bytes");
    }
  }
  return bytes;
}

}  // namespace

struct Hasher::State {
  Sha256 sha;
};

Hasher::Hasher(std::string_view kind) : state_(std::make_unique<State>()) {
  add(kind);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hasher& Hasher::add(std::string_view field) {
  state_->sha.update(little_endian(field.size()));
  state_->sha.update(field);
  return *this;
}

Hasher& Hasher::add(std::int64_t field) {
  return add(std::string_view(little_endian(std::bit_cast<std::uint64_t>(field))));
}

std::string Hasher::finish() {
  return state_->sha.hex();
}

std::string sha256(std::string_view bytes) {
  Sha256 sha;
  sha.update(bytes);
  return sha.hex();
}

std::string new_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);  // version 4
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);  // RFC 9562's variant
  std::string text = to_hex(bytes);
  for (const std::size_t dash : {8u, 13u, 18u, 23u}) text.insert(dash, 1, '-');
  return text;
}

std::string random_hex(std::size_t bytes) {
  return to_hex(random_bytes(bytes));
}

}  // namespace storyreel
