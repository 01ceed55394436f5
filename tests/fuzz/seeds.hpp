#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

namespace storyreel::fuzz {

/// Puts `seeds` into the first folder among libFuzzer's arguments: inputs to begin with.
inline void plant(const auto& seeds, std::span<char*> arguments) {
  for (const std::filesystem::path folder : arguments.subspan(1)) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (std::size_t number = 0; const std::string_view seed : seeds)
      std::ofstream(folder / ("seed-" + std::to_string(number++))) << seed;
    return;
  }
}

}  // namespace storyreel::fuzz
