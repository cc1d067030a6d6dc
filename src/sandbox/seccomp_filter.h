// The system calls that a worker may still make, as a program for the kernel's seccomp filter
// (seccomp(2), <linux/seccomp.h>): classic BPF over the call's number and arguments. x86-64 and
// aarch64; elsewhere there is no filter, and the worker says so.
//
// Three answers. Memory, threads and messages over the one socket are allowed. What only somebody
// who took the worker over would try (exec, new sockets, ptrace, new processes) kills it. All else
// fails with EPERM: libraries look into /proc or /sys on the way and live without.
#pragma once

#include <cstdint>
#include <vector>

struct sock_filter;

namespace assay::sandbox {

/// `own_pid`: the only process that it may send signals to, so that abort() works. `socket`: the
/// descriptor of its messages. Empty for a processor without a list.
[[nodiscard]] std::vector<sock_filter> seccomp_program(std::uint32_t own_pid, std::uint32_t socket);

/// Puts the program in force for all threads of this process, for good. Needs no_new_privs. Zero,
/// or the system's errno.
[[nodiscard]] int install_seccomp(std::vector<sock_filter> program);

}  // namespace assay::sandbox
