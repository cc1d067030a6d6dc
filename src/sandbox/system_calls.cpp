#include "sandbox/system_calls.h"

#include <array>
#include <sys/syscall.h>

namespace assay::sandbox {

std::span<const std::uint32_t> allowed_calls() noexcept {
  static constexpr auto kCalls = std::to_array<std::uint32_t>({
      // Memory. mmap and mprotect are allowed elsewhere: without PROT_EXEC.
      SYS_brk,
      SYS_munmap,
      SYS_mremap,
      SYS_madvise,
      // Threads: locks, and what a new or ending one registers. clone is allowed elsewhere.
      SYS_futex,
      SYS_set_robust_list,
      SYS_rseq,
      SYS_set_tid_address,
      SYS_sched_yield,
      SYS_sched_getaffinity,
      SYS_gettid,
      SYS_getpid,
      SYS_membarrier,
      // Time and chance: no file, no device.
      SYS_clock_gettime,
      SYS_clock_getres,
      SYS_clock_nanosleep,
      SYS_nanosleep,
      SYS_gettimeofday,
      SYS_getrandom,
      // Descriptors that it was given; there is no way to get others.
      SYS_read,
      SYS_write,
      SYS_pread64,
      SYS_lseek,
      SYS_fstat,
      SYS_close,
      // Signals to itself and the way back from their handlers.
      SYS_rt_sigprocmask,
      SYS_rt_sigreturn,
      SYS_sigaltstack,
      SYS_restart_syscall,
      SYS_exit,
      SYS_exit_group,
  });
  return kCalls;
}

std::span<const std::uint32_t> sanitizer_calls() noexcept {
  static constexpr auto kCalls = std::to_array<std::uint32_t>({
#ifdef SYS_pipe
      SYS_pipe,
#endif
      SYS_pipe2,
  });
  return kCalls;
}

std::span<const std::uint32_t> deadly_calls() noexcept {
  static constexpr auto kCalls = std::to_array<std::uint32_t>({
      // Other programs and processes.
      SYS_execve,
      SYS_execveat,
      SYS_ptrace,
      SYS_process_vm_readv,
      SYS_process_vm_writev,
      SYS_pidfd_getfd,
      SYS_pidfd_send_signal,
      SYS_kill,
      SYS_kcmp,
#ifdef SYS_fork
      SYS_fork,
      SYS_vfork,
#endif
      // The network.
      SYS_socket,
      SYS_socketpair,
      SYS_connect,
      SYS_bind,
      SYS_listen,
      SYS_accept,
      SYS_accept4,
      // Ways around this filter or into the kernel.
      SYS_io_uring_setup,
      SYS_io_uring_enter,
      SYS_io_uring_register,
      SYS_bpf,
      SYS_perf_event_open,
      SYS_userfaultfd,
      SYS_unshare,
      SYS_setns,
      SYS_mount,
      SYS_umount2,
      SYS_pivot_root,
      SYS_chroot,
      SYS_open_by_handle_at,
      SYS_init_module,
      SYS_finit_module,
      SYS_kexec_load,
      SYS_keyctl,
      SYS_add_key,
      SYS_request_key,
      SYS_reboot,
  });
  return kCalls;
}

}  // namespace assay::sandbox
