#include "tests/support/tiny_files.hpp"

#include <fstream>

#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::test {
namespace {

constexpr std::string_view kContent = "made for a test";
// File systems bound how many names a file may have; ext4 at 65,000.
constexpr std::size_t kNames = 30'000;

}  // namespace

void TinyFiles::add(cache::Artifact& artifact) {
  static const auto kHash = sha256(kContent);
  const auto file = store_ / artifact.file;
  std::filesystem::create_directories(file.parent_path());
  if (names_ % kNames == 0) {
    std::ofstream(file) << kContent;
    last_ = file;
  } else {
    std::filesystem::create_hard_link(last_, file);
  }
  ++names_;
  artifact.bytes = static_cast<std::int64_t>(kContent.size());
  artifact.sha256 = kHash;
  artifact.made_at = now();
}

}  // namespace storyreel::test
