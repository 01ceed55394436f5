#include "config/token.hpp"

#include <algorithm>
#include <cctype>
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

/// Where a secret may stand.
struct Places {
  std::string variable;    ///< of the environment
  std::string credential;  ///< systemd's name for it
  std::string key;         ///< in the configuration, that names a file
};

/// The secret in `file`, which is the `what`; throws Error that says why there is none.
Secret secret_in(const fs::path& file, std::string_view what) {
  try {
    auto secret = trimmed(read_file(file, kMostBytes));
    if (secret.empty()) throw Error(file.string() + " is empty: put the secret into it");
    return Secret(std::move(secret));
  } catch (const Error& error) {
    throw Error(fmt::format("{}: {}", what, error.what()));
  }
}

/// systemd's credential, when the unit hands one over.
fs::path credential(const std::string& name) {
  const auto folder = environment("CREDENTIALS_DIRECTORY");
  if (folder.empty()) return {};
  auto file = fs::path(folder) / name;
  return fs::exists(file) ? file : fs::path();
}

Secret find(const Places& places, const fs::path& named) {
  if (auto secret = trimmed(environment(places.variable.c_str())); !secret.empty()) {
    return Secret(std::move(secret));
  }
  const auto handed = credential(places.credential);
  if (!handed.empty()) return secret_in(handed, "systemd's credential");
  return named.empty() ? Secret() : secret_in(named, places.key);
}

}  // namespace

Secret find_token(const fs::path& named) {
  return find({"STORYREEL_NOTION_TOKEN", "notion_token", "notion.token_file"}, named);
}

Secret find_key(const std::string& table, const fs::path& named) {
  std::string upper = table;
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return find({"STORYREEL_" + upper + "_KEY", table + "_key", table + ".key_file"}, named);
}

}  // namespace storyreel::config
