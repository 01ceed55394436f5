#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace storyreel::test {

/// What `call` says in a process of its own, for which a disk of `size` ("20m") lies at `folder`;
/// nullopt where the machine allows no such disk. What stands on it is gone afterwards.
std::optional<std::string> on_small_disk(const std::filesystem::path& folder,
                                         const std::string& size,
                                         const std::function<std::string()>& call);

}  // namespace storyreel::test
