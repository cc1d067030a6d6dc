// Datagrams over a UNIX socket, with descriptors passed along (unix(7), SCM_RIGHTS). Both ends of
// the talk between parent and worker.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "base/error.h"
#include "bytes/reader.h"

namespace assay::sandbox {

/// Two connected ends (SOCK_SEQPACKET), closed on exec.
[[nodiscard]] base::Result<std::pair<base::Descriptor, base::Descriptor>> make_channel();

/// One datagram with at most two descriptors, which the other side gets as its own. False where
/// the other end is gone.
[[nodiscard]] bool send(int socket, bytes::ByteSpan message, std::span<const int> descriptors = {});

struct Received {
  base::Bytes message;  ///< empty: the other end is gone
  std::vector<base::Descriptor> descriptors;
  bool whole = true;  ///< false: the datagram or its descriptors were more than fits
};

/// Waits for one datagram of at most kMostMessage bytes.
[[nodiscard]] Received receive(int socket);

/// Waits until a datagram (or the other end's death) can be received; false after `seconds`.
[[nodiscard]] base::Result<bool> readable_within(int socket, std::uint32_t seconds);

}  // namespace assay::sandbox
