#include "daemon/runtime/memory.hpp"

#include <filesystem>
#include <memory>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "daemon/runtime/child.hpp"
#include "tests/support/usage.hpp"

using namespace storyreel;

namespace {

using Block = std::unique_ptr<std::vector<char>>;

double resident() {
  return test::usage(::getpid()).resident;
}

/// Blocks as large as frames, with small ones between that stay.
std::vector<Block> frames_and_crumbs(std::vector<Block>& crumbs) {
  constexpr std::size_t kFrame = 3 << 20;
  constexpr std::size_t kCrumb = 50'000;
  constexpr int kCount = 40;
  std::vector<Block> frames;
  for (int i = 0; i < kCount; ++i) {
    frames.push_back(std::make_unique<std::vector<char>>(kFrame, 'f'));
    crumbs.push_back(std::make_unique<std::vector<char>>(kCrumb, 'c'));
  }
  return frames;
}

}  // namespace

// In a process of its own: one that ran other cases has large blocks in its heap already.
TEST_CASE("runtime::give_back_large_memory alone" * doctest::skip()) {
  give_back_large_memory();
  std::vector<Block> crumbs;
  const auto before = resident();
  // Left to itself, the first round teaches the heap to keep such blocks.
  for (int round = 0; round < 3; ++round) {
    const auto frames = frames_and_crumbs(crumbs);
    CHECK(resident() - before > 100);
  }
  CHECK(resident() - before < 20);
}

TEST_CASE("runtime::give_back_large_memory leaves nothing of large blocks behind" *
          doctest::skip(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))) {
  const auto self = std::filesystem::read_symlink("/proc/self/exe").string();
  const auto ran =
      run_child({self, "--no-skip", "--test-case=runtime::give_back_large_memory alone"}, "",
                {.timeout = seconds(60), .output = 1 << 20}, {});
  CHECK_MESSAGE(ran.exit == 0, ran.output);
  CHECK(ran.output.contains("1 passed"));
}
