#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storyreel {

/// A token or key. Prints as stars; wiped when destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : value_(std::exchange(other.value_, {})) {}
  Secret& operator=(Secret other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Secret();

  bool empty() const { return value_.empty(); }

  /// The value itself: only for the place that sends it.
  std::string_view reveal() const { return value_; }

  friend std::ostream& operator<<(std::ostream& out, const Secret& secret) {
    return out << (secret.empty() ? "(none)" : "***");
  }

 private:
  std::string value_;
};

/// `text` with stars in place of each of `secrets`. One shorter than eight letters is left: it
/// would star words that have nothing to do with it.
std::string starred(std::string text, const std::vector<Secret>& secrets);

}  // namespace storyreel
