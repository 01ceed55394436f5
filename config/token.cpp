#include "config/token.hpp"

#include <fmt/format.h>

#include "config/environment.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::config {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 4096;

std::string trimmed(const std::string& text) {
  constexpr auto kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// The token in `file`, which is the `what`; throws Error that says why there is none.
Secret token_in(const fs::path& file, std::string_view what) {
  try {
    auto token = trimmed(read_file(file, kMostBytes));
    if (token.empty()) throw Error(file.string() + " is empty: put the token into it");
    return Secret(std::move(token));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", what, error.what()));
  }
}

/// systemd's credential, when the unit hands one over.
fs::path credential() {
  const auto folder = environment("CREDENTIALS_DIRECTORY");
  if (folder.empty()) return {};
  auto file = fs::path(folder) / "notion_token";
  return fs::exists(file) ? file : fs::path();
}

}  // namespace

Secret find_token(const fs::path& named) {
  if (auto token = trimmed(environment("STORYREEL_NOTION_TOKEN")); !token.empty()) {
    return Secret(std::move(token));
  }
  const auto handed = credential();
  if (!handed.empty()) return token_in(handed, "systemd's credential");
  return named.empty() ? Secret() : token_in(named, "notion.token_file");
}

}  // namespace storyreel::config
