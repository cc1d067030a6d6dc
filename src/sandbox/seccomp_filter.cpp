#include "sandbox/seccomp_filter.h"

#include <cerrno>
#include <cstddef>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/settings.h"
#include "sandbox/system_calls.h"

namespace assay::sandbox {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t kArchitecture = 0;
#endif

// Numbers from here on are x32's, a second way to the same calls on x86-64.
constexpr std::uint32_t kX32 = 0x40000000;

constexpr std::uint32_t kDenied = SECCOMP_RET_ERRNO | EPERM;

// A thread of this process: shares memory and signal handlers. Anything that also asks for a
// namespace, a trace or a parent's place is a new process in disguise.
constexpr std::uint32_t kThread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;
constexpr std::uint32_t kMayAsk = kThread | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SETTLS |
                                  CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID |
                                  CLONE_DETACHED;

// Both processors are little-endian: an argument's low half stands first.
constexpr std::uint32_t low_half(unsigned argument) {
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args) +
                                    argument * sizeof(std::uint64_t));
}

class Program {
 public:
  void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }
  void both(std::uint32_t mask) { add(BPF_ALU | BPF_AND | BPF_K, 0, 0, mask); }
  void answer(std::uint32_t action) { add(BPF_RET | BPF_K, 0, 0, action); }
  /// Goes on behind the next `skip` instructions unless the loaded value is `value`.
  void unless_equal_skip(std::uint32_t value, std::uint8_t skip) {
    add(BPF_JMP | BPF_JEQ | BPF_K, 0, skip, value);
  }
  void if_equal_skip(std::uint32_t value, std::uint8_t skip) {
    add(BPF_JMP | BPF_JEQ | BPF_K, skip, 0, value);
  }
  void if_below_skip(std::uint32_t value, std::uint8_t skip) {
    add(BPF_JMP | BPF_JGE | BPF_K, 0, skip, value);
  }
  void call(std::uint32_t number, std::uint32_t action) {
    unless_equal_skip(number, 1);
    answer(action);
  }
  /// The call is allowed where (argument & mask) is `value`, else it gets `otherwise`.
  void call_if(std::uint32_t number, unsigned argument, std::uint32_t mask, std::uint32_t value,
               std::uint32_t otherwise) {
    unless_equal_skip(number, 5);
    load(low_half(argument));
    both(mask);
    unless_equal_skip(value, 1);
    answer(SECCOMP_RET_ALLOW);
    answer(otherwise);
  }
  [[nodiscard]] std::vector<sock_filter> take() && { return std::move(code_); }

 private:
  void add(unsigned code, std::uint8_t if_true, std::uint8_t if_false, std::uint32_t k) {
    code_.push_back({static_cast<std::uint16_t>(code), if_true, if_false, k});
  }
  std::vector<sock_filter> code_;
};

}  // namespace

std::vector<sock_filter> seccomp_program(std::uint32_t own_pid, std::uint32_t socket) {
  if constexpr (kArchitecture == 0) return {};
  Program p;
  p.load(offsetof(seccomp_data, arch));
  p.if_equal_skip(kArchitecture, 1);
  p.answer(SECCOMP_RET_KILL_PROCESS);
  p.load(offsetof(seccomp_data, nr));
  p.if_below_skip(kX32, 1);
  p.answer(SECCOMP_RET_KILL_PROCESS);
  for (const std::uint32_t number : allowed_calls()) p.call(number, SECCOMP_RET_ALLOW);
  if constexpr (kSanitized)
    for (const std::uint32_t number : sanitizer_calls()) p.call(number, SECCOMP_RET_ALLOW);
  for (const std::uint32_t number : deadly_calls()) p.call(number, SECCOMP_RET_KILL_PROCESS);

  constexpr std::uint32_t kAll = 0xFFFFFFFF;
  p.call_if(SYS_recvmsg, 0, kAll, socket, SECCOMP_RET_KILL_PROCESS);
  p.call_if(SYS_sendmsg, 0, kAll, socket, SECCOMP_RET_KILL_PROCESS);
  p.call_if(SYS_tgkill, 0, kAll, own_pid, SECCOMP_RET_KILL_PROCESS);
  p.call_if(SYS_mmap, 2, PROT_EXEC, 0, kDenied);
  p.call_if(SYS_mprotect, 2, PROT_EXEC, 0, kDenied);
  // clone3 hides its flags behind a pointer that a filter cannot follow; told that the kernel lacks
  // it, the C library falls back to clone.
  p.call(SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  p.call_if(SYS_clone, 0, ~kMayAsk | kThread, kThread, SECCOMP_RET_KILL_PROCESS);
  p.answer(kDenied);
  return std::move(p).take();
}

int install_seccomp(std::vector<sock_filter> program) {
  if (program.empty()) return ENOSYS;
  const sock_fprog code{.len = static_cast<unsigned short>(program.size()),
                        .filter = program.data()};
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &code) == 0)
    return 0;
  return errno;
}

}  // namespace assay::sandbox
