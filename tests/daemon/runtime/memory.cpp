#include "daemon/runtime/memory.hpp"

#include <memory>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/usage.hpp"

using namespace storyreel;

namespace {

using Block = std::unique_ptr<std::vector<char>>;

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

TEST_CASE("runtime::give_back_large_memory leaves nothing of large blocks behind" *
          doctest::skip(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))) {
  give_back_large_memory();
  std::vector<Block> crumbs;
  const auto before = test::usage(::getpid()).resident;
  // Left to itself, the first round teaches the heap to keep such blocks.
  for (int round = 0; round < 3; ++round) {
    const auto frames = frames_and_crumbs(crumbs);
    CHECK(test::usage(::getpid()).resident - before > 100);
  }
  CHECK(test::usage(::getpid()).resident - before < 20);
}
