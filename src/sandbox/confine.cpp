#include "sandbox/confine.h"

#include <array>
#include <csignal>
#include <grp.h>
#include <linux/filter.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox/message.h"
#include "sandbox/seccomp_filter.h"

namespace assay::sandbox {
namespace {

constexpr uid_t kNobody = 65534;
constexpr std::uint32_t kCapabilityVersion3 = 0x20080522;

// Enough for a job's two descriptors beside the socket and /dev/null.
constexpr rlim_t kMostDescriptors = 8;
constexpr rlim_t kMostThreads = 64;

// A user namespace of its own takes every right over the system's namespace away, also from root,
// and brings the right to leave the network; without it, only root may leave the network.
std::uint32_t enter_namespaces() {
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0) return 0;
  if (::unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0) return kLacksUserNamespace;
  return kLacksUserNamespace | kLacksNetworkNamespace;
}

// Root without a namespace of its own becomes nobody; capabilities go in any case. False where the
// process stays root, as a container may force it to: what remains is then the filter's task.
bool drop_rights(bool own_user_namespace) {
  bool dropped = true;
  if (!own_user_namespace && ::geteuid() == 0) {
    (void)::setgroups(0, nullptr);
    dropped = ::setresgid(kNobody, kNobody, kNobody) == 0;
    dropped = ::setresuid(kNobody, kNobody, kNobody) == 0 && dropped;
  }
  // capset(2), version 3: a header of version and process (0 is this one), then three sets of two
  // words.
  std::array<std::uint32_t, 2> header{kCapabilityVersion3, 0};
  const std::array<std::uint32_t, 6> none{};
  return ::syscall(SYS_capset, header.data(), none.data()) == 0 && dropped;
}

// `what` is one of RLIMIT_…, whose type is the C library's own.
bool limit(auto what, rlim_t most) {
  rlimit now{};
  if (::getrlimit(what, &now) != 0) return false;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) most = now.rlim_max;
  const rlimit wanted{most, most};
  return ::setrlimit(what, &wanted) == 0;
}

bool set_limits(const Limits& limits, bool own_user_namespace) {
  bool all = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_MEMLOCK, 0) &&
             limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_NOFILE, kMostDescriptors);
  // Processes are counted for each user: in a namespace of its own the worker counts from one.
  if (own_user_namespace) all = limit(RLIMIT_NPROC, kMostThreads) && all;
  if (!kSanitized) all = limit(RLIMIT_AS, limits.memory) && all;
  return all;
}

}  // namespace

std::uint32_t confine(const Limits& limits) {
  std::uint32_t lacks = enter_namespaces();
  const bool own_user_namespace = (lacks & kLacksUserNamespace) == 0;
  if (!set_limits(limits, own_user_namespace)) lacks |= kLacksLimits;
  if (!drop_rights(own_user_namespace)) lacks |= kLacksLowRights;
  // After the change of rights, which would reset both.
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  const bool no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (!no_new_privileges ||
      install_seccomp(seccomp_program(static_cast<std::uint32_t>(::getpid()), kSocket)) != 0)
    lacks |= kLacksSeccomp;
  return lacks;
}

}  // namespace assay::sandbox
