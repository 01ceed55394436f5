#include "tests/flow/artifacts.hpp"

#include <stdexcept>
#include <sys/stat.h>
#include <system_error>

#include "cache/repository.hpp"

namespace storyreel::test {
namespace {

std::vector<cache::Artifact> recorded(const std::filesystem::path& state) {
  return cache::artifacts::all(*cache::open_read_only(state / "storyreel.db"));
}

}  // namespace

Artifacts artifacts(const std::filesystem::path& state) {
  Artifacts result;
  for (const auto& artifact : recorded(state)) {
    struct stat found{};
    ::stat((state / "artifacts" / artifact.file).c_str(), &found);
    result[artifact.key] = {artifact.kind, found.st_ino,
                            found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec};
  }
  return result;
}

std::map<std::string, int> made_between(const Artifacts& earlier, const Artifacts& later) {
  std::map<std::string, int> counts;
  for (const auto& [key, stored] : later) {
    if (!earlier.contains(key)) ++counts[stored.kind];
  }
  return counts;
}

int files(const std::filesystem::path& state, const std::string& extension) {
  int count = 0;
  std::error_code gone;
  std::filesystem::recursive_directory_iterator at(state / "artifacts", gone);
  for (const auto end = std::filesystem::recursive_directory_iterator(); !gone && at != end;
       at.increment(gone)) {
    count += at->path().extension() == extension;
  }
  return count;
}

std::filesystem::path file_of_kind(const std::filesystem::path& state, const std::string& kind) {
  for (const auto& artifact : recorded(state)) {
    if (artifact.kind == kind) return state / "artifacts" / artifact.file;
  }
  throw std::runtime_error("no " + kind + " was made");
}

}  // namespace storyreel::test
