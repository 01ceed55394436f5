#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "config/environment.hpp"
#include "config/load.hpp"
#include "daemon/runtime/error.hpp"

namespace storyreel::config {
namespace {

namespace fs = std::filesystem;

/// Where a configuration may stand, after what was named.
std::vector<fs::path> places() {
  constexpr auto kName = "storyreel/storyreel.toml";
  std::vector<fs::path> found;
  if (const auto xdg = environment("XDG_CONFIG_HOME"); !xdg.empty()) {
    found.push_back(fs::path(xdg) / kName);
  } else if (const auto home = environment("HOME"); !home.empty()) {
    found.push_back(fs::path(home) / ".config" / kName);
  }
  found.push_back(fs::path("/etc") / kName);
  return found;
}

}  // namespace

fs::path find(const std::optional<fs::path>& given) {
  if (given) return *given;
  if (const auto named = environment("STORYREEL_CONFIG"); !named.empty()) return named;
  std::string looked;
  for (const auto& place : places()) {
    if (fs::exists(place)) return place;
    looked += (looked.empty() ? "" : " nor ") + place.string();
  }
  throw UsageError(fmt::format(
      "no configuration: there is neither --config FILE nor $STORYREEL_CONFIG nor {}", looked));
}

}  // namespace storyreel::config
