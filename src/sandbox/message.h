// The three messages between a parent and its worker, little-endian, each one datagram of the
// socket between them:
//     greeting  worker → parent   magic "AWG1", u32 what the worker could not lock (kLacks…)
//     job       parent → worker   magic "AWJ1", u64 number, u64 payload size, u64 room for the
//                                 answer, u32 request size, the request; two descriptors: payload
//                                 (sealed) and answer file
//     done      worker → parent   magic "AWD1", u64 number, u32 outcome, u64 answer size
// The parent reads the worker's as hostile: nothing but the expected size, magic and number passes.
#pragma once

#include <cstdint>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::sandbox {

/// Of one request, so that a job always is one datagram.
inline constexpr std::uint64_t kMostRequest = 64U * 1024;
inline constexpr std::size_t kMostMessage = kMostRequest + 64;

inline constexpr std::uint32_t kLacksSeccomp = 1;
inline constexpr std::uint32_t kLacksNetworkNamespace = 2;
inline constexpr std::uint32_t kLacksUserNamespace = 4;
inline constexpr std::uint32_t kLacksLimits = 8;      ///< at least one rlimit was refused
inline constexpr std::uint32_t kLacksLowRights = 16;  ///< stays root, or keeps capabilities
inline constexpr std::uint32_t kLacksAll = 31;

struct Greeting {
  std::uint32_t lacks = 0;
};

struct Job {
  std::uint64_t number = 0;
  std::uint64_t payload_size = 0;
  std::uint64_t answer_room = 0;
  bytes::ByteSpan request;  ///< a view into the message
};

enum class Outcome : std::uint32_t {
  answered,
  out_of_memory,  ///< an allocation failed
  threw,          ///< an exception left the handler
  too_large,      ///< the answer does not fit the answer file
  not_mapped,     ///< no room for the payload or the answer in its address space
};

struct Done {
  std::uint64_t number = 0;
  Outcome outcome = Outcome::answered;
  std::uint64_t answer_size = 0;
};

[[nodiscard]] base::Bytes to_bytes(const Greeting& greeting);
[[nodiscard]] base::Bytes to_bytes(const Job& job);
[[nodiscard]] base::Bytes to_bytes(const Done& done);

[[nodiscard]] bytes::Parsed<Greeting> parse_greeting(bytes::Reader reader);
[[nodiscard]] bytes::Parsed<Job> parse_job(bytes::Reader reader);
/// `room`: what the answer file holds; an answer that claims more is refused.
[[nodiscard]] bytes::Parsed<Done> parse_done(bytes::Reader reader, std::uint64_t number,
                                             std::uint64_t room);

}  // namespace assay::sandbox
