#include <cstdlib>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "pipeline/render/decoder_child.hpp"

/// Fontconfig keeps its caches until the process ends, and FFmpeg 5.1 leaves x264 the few words of
/// each encoder's parameters; the leak checker need not tell.
extern "C" const char* __lsan_default_suppressions();   // NOLINT
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\nleak:libx264\n";
}

int main(int argc, char** argv) {
  storyreel::render::decoder_child(argc, argv);
  // The same for programs that tests start.
  constexpr auto kLeaks =
      "print_suppressions=0:suppressions=" STORYREEL_SOURCE "/tests/support/leaks.supp";
  ::setenv("LSAN_OPTIONS", kLeaks, 0);
  return doctest::Context(argc, argv).run();
}
