// Which system calls a worker may make and which end it; what stands in neither list fails with
// EPERM. Numbers are the processor's own, so calls that only one of them has are left out there.
#pragma once

#include <cstdint>
#include <span>

namespace assay::sandbox {

/// Whatever their arguments are.
[[nodiscard]] std::span<const std::uint32_t> allowed_calls() noexcept;
/// Allowed as well in builds with sanitizers, which ask through a pipe whether memory can be read.
[[nodiscard]] std::span<const std::uint32_t> sanitizer_calls() noexcept;
/// Nobody but an intruder makes them.
[[nodiscard]] std::span<const std::uint32_t> deadly_calls() noexcept;

}  // namespace assay::sandbox
