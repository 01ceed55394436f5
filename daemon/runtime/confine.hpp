#pragma once

#include <cstddef>

#include "daemon/runtime/time.hpp"

namespace storyreel {

/// What a process that reads hostile bytes leaves itself.
struct Confinement {
  std::size_t memory;  ///< address space, bytes beyond what is in use
  std::size_t output;  ///< bytes it may write to any file
  seconds cpu;
};

/// Gives up, for good, all that a process does not need that only computes: opening files and
/// sockets, starting processes and threads, being traced, dumping core; and dies with the thread
/// that started it. What the kernel does not offer is left out; sanitizers need address space and
/// system calls of their own, so there memory and system calls stay free.
void confine(const Confinement& bounds);

/// Lowers (or raises again, up to what confine() left) the limit of memory, in the same terms.
void limit_memory(std::size_t bytes);

}  // namespace storyreel
