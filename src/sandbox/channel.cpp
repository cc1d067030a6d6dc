#include "sandbox/channel.h"

#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "bytes/text.h"
#include "sandbox/message.h"

namespace assay::sandbox {
namespace {

constexpr std::size_t kMostDescriptors = 2;

struct Control {
  alignas(cmsghdr) std::array<unsigned char, CMSG_SPACE(kMostDescriptors * sizeof(int))> room{};
};

// A control message's data is ints at an address that the macros promise to be aligned.
int* descriptors_of(cmsghdr* header) {
  void* const data = CMSG_DATA(header);
  return static_cast<int*>(data);
}

void take_descriptors(msghdr& message, Received& out) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (const int fd : std::span(descriptors_of(c), count)) out.descriptors.emplace_back(fd);
  }
}

}  // namespace

base::Result<std::pair<base::Descriptor, base::Descriptor>> make_channel() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return base::fail(base::ErrorKind::io,
                      fmt::format("cannot make a socket: {}", base::system_words(errno)));
  return std::pair(base::Descriptor(ends[0]), base::Descriptor(ends[1]));
}

bool send(int socket, bytes::ByteSpan message, std::span<const int> descriptors) {
  base::Bytes bytes = bytes::copy(message);  // the interface wants them writable
  iovec part{bytes.data(), bytes.size()};
  Control control;
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (!descriptors.empty() && descriptors.size() <= kMostDescriptors) {
    header.msg_control = control.room.data();
    header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* const c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::ranges::copy(descriptors, descriptors_of(c));
  }
  ssize_t n = -1;
  do {
    n = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (n < 0 && errno == EINTR);
  return n >= 0 && static_cast<std::size_t>(n) == bytes.size();
}

Received receive(int socket) {
  Received out;
  out.message.resize(kMostMessage);
  iovec part{out.message.data(), out.message.size()};
  Control control;
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.room.data();
  header.msg_controllen = control.room.size();
  ssize_t n = -1;
  do {
    n = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (n < 0 && errno == EINTR);
  out.message.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  if (n < 0) return out;
  take_descriptors(header, out);
  out.whole = (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
  return out;
}

base::Result<bool> readable_within(int socket, std::uint32_t seconds) {
  // The kernel's timer counts, so that interruptions do not prolong the wait.
  const base::Descriptor timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
  const itimerspec due{.it_interval = {}, .it_value = {.tv_sec = seconds, .tv_nsec = 1}};
  if (!timer.valid() || ::timerfd_settime(timer.get(), 0, &due, nullptr) != 0)
    return base::fail(base::ErrorKind::io,
                      fmt::format("cannot set a timer: {}", base::system_words(errno)));
  std::array<pollfd, 2> wait{pollfd{socket, POLLIN, 0}, pollfd{timer.get(), POLLIN, 0}};
  for (;;) {
    const int ready = ::poll(wait.data(), wait.size(), -1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0)
      return base::fail(base::ErrorKind::io,
                        fmt::format("cannot wait: {}", base::system_words(errno)));
    return wait[0].revents != 0;
  }
}

}  // namespace assay::sandbox
