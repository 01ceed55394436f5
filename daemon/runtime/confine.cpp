#include "daemon/runtime/confine.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace storyreel {
namespace {

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
  const rlimit both{soft, hard};
  ::setrlimit(what, &both);
}

/// Address space in use, bytes. Sandboxed processes can't ask again, so it is asked once.
std::size_t used_space() {
  static const std::size_t kBytes = [] {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  }();
  return kBytes;
}

/// What computing with memory, one input and one output takes.
constexpr std::array kCalls{
    SYS_read,
    SYS_pread64,
    SYS_write,
    SYS_pwrite64,
    SYS_readv,
    SYS_writev,
    SYS_lseek,
    SYS_fstat,
    SYS_ftruncate,
    SYS_close,
    SYS_mmap,
    SYS_munmap,
    SYS_mremap,
    SYS_mprotect,
    SYS_madvise,
    SYS_brk,
    SYS_futex,
    SYS_gettid,
    SYS_getpid,
    SYS_tgkill,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_clock_gettime,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_prlimit64,
    SYS_exit,
    SYS_exit_group,
};

#if defined(__x86_64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kMachine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kMachine = 0;  // unknown to the filter, which is then left out
#endif

/// Lets the calls above through and fails all others with EPERM; kills what calls for another
/// machine.
void filter_calls() {
  using Step = sock_filter;
  constexpr auto kLoad = BPF_LD | BPF_W | BPF_ABS;
  constexpr auto kEqual = BPF_JMP | BPF_JEQ | BPF_K;
  constexpr auto kReturn = BPF_RET | BPF_K;
  std::array<Step, 2 * kCalls.size() + 5> steps{{
      BPF_STMT(kLoad, offsetof(seccomp_data, arch)),
      BPF_JUMP(kEqual, kMachine, 1, 0),
      BPF_STMT(kReturn, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(kLoad, offsetof(seccomp_data, nr)),
  }};
  auto* step = &steps[4];
  for (const auto call : kCalls) {
    *step++ = BPF_JUMP(kEqual, static_cast<std::uint32_t>(call), 0, 1);
    *step++ = BPF_STMT(kReturn, SECCOMP_RET_ALLOW);
  }
  *step = BPF_STMT(kReturn, SECCOMP_RET_ERRNO | EPERM);
  const sock_fprog program{static_cast<unsigned short>(steps.size()), steps.data()};
  ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

}  // namespace

void confine(const Confinement& bounds) {
  const auto cpu = static_cast<rlim_t>(bounds.cpu.count());
  const auto space = used_space() + bounds.memory;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_DUMPABLE, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_CPU, cpu, cpu + 1);
  limit(RLIMIT_FSIZE, bounds.output, bounds.output);
  if (!kSanitized) limit(RLIMIT_AS, space, space);
  limit(RLIMIT_NPROC, 0, 0);
  // A sanitizer opens pipes to see which memory it may look at.
  if (!kSanitized) limit(RLIMIT_NOFILE, 0, 0);
  if (!kSanitized && kMachine != 0) filter_calls();
}

void limit_memory(std::size_t bytes) {
  rlimit now{};
  if (kSanitized || ::getrlimit(RLIMIT_AS, &now) != 0) return;
  limit(RLIMIT_AS, std::min<rlim_t>(used_space() + bytes, now.rlim_max), now.rlim_max);
}

}  // namespace storyreel
