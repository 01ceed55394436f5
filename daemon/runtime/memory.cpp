#include "daemon/runtime/memory.hpp"

#include <malloc.h>

namespace storyreel {

void give_back_large_memory() {
  constexpr int kLarge = 1 << 20;
  ::mallopt(M_MMAP_THRESHOLD, kLarge);
}

}  // namespace storyreel
