#include "notion/workspace/id.hpp"

#include "daemon/runtime/error.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";

}  // namespace

Id packed(std::string_view uuid) {
  Id id;
  bool good = uuid.size() == kForm.size();
  for (std::size_t i = 0, digits = 0; good && i < uuid.size(); ++i) {
    if (kForm[i] == '-') {
      good = uuid[i] == '-';
      continue;
    }
    const auto digit = kDigits.find(uuid[i]);
    good = digit != kDigits.npos;
    auto& half = digits++ < 16 ? id.high : id.low;
    half = half << 4 | digit;
  }
  if (!good) throw Error("workspace.db: \"" + std::string(uuid.substr(0, 40)) + "\" is no UUID");
  return id;
}

std::string to_text(Id id) {
  std::string text(kForm);
  int digits = 0;
  for (auto& character : text) {
    if (character == '-') continue;
    const auto half = digits < 16 ? id.high : id.low;
    character = kDigits[half >> (60 - 4 * (digits % 16)) & 0xf];
    ++digits;
  }
  return text;
}

}  // namespace storyreel::workspace
