#include "daemon/runtime/secret.hpp"

#include <openssl/crypto.h>

namespace storyreel {

// The capacity, not the size: a short value that was moved away leaves its bytes in the string.
Secret::~Secret() {
  OPENSSL_cleanse(value_.data(), value_.capacity());
}

}  // namespace storyreel
