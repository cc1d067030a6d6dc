// The families behind describe(), for describe*.cpp alone: each decodes the events of some types
// into words, or says nothing where the data does not have their shape.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "formats/tcg/describe.h"
#include "formats/uefi/variable.h"

namespace assay::formats::tcg {

/// One event on its way to words. Lives as long as a call of describe().
struct Scene {
  const Event& event;
  bytes::Budget& budget;

  [[nodiscard]] bytes::Reader reader() const noexcept {
    return bytes::Reader(event.data, event.data_offset);
  }
};

using Words = std::optional<Description>;

/// How many details an event may have; more are counted in one last detail "more".
inline constexpr std::size_t kMaxDetails = 256;
/// A detail that holds what could not be decoded: "32 bytes: 4f2a…".
inline constexpr std::string_view kUndecoded = "undecoded";

inline void add(Description& said, std::string_view key, std::string value) {
  if (said.details.size() < kMaxDetails) said.details.push_back({key, std::move(value)});
}

// describe_variable.cpp, describe_authority.cpp, describe_signatures.cpp
[[nodiscard]] Words describe_variable(const Scene& scene);
[[nodiscard]] Words describe_authority(const Scene& scene);
/// Signature lists in words ("2 certificates (…), 77 SHA-256 digests"), details added to `said`;
/// nothing where `data` holds none.
[[nodiscard]] std::optional<std::string> signatures_in_words(const uefi::Variable& variable,
                                                             bytes::Budget& budget,
                                                             Description& said);
/// "CN=Name" of "CN=Name,O=…" or "O=…,CN=Name": what a line of text has room for.
[[nodiscard]] std::string short_subject(std::string_view subject);

// describe_image.cpp
[[nodiscard]] Words describe_image(const Scene& scene);

// describe_firmware.cpp
[[nodiscard]] Words describe_gpt(const Scene& scene);
[[nodiscard]] Words describe_mbr(const Scene& scene);
[[nodiscard]] Words describe_blob(const Scene& scene);
[[nodiscard]] Words describe_handoff(const Scene& scene);

// describe_no_action.cpp
[[nodiscard]] Words describe_no_action(const EventLog& log, const Scene& scene);

// describe_spdm.cpp
[[nodiscard]] Words describe_device_security(const Scene& scene);

// describe_ipl.cpp: what boot loaders write.
[[nodiscard]] Words describe_ipl(const Scene& scene);

// describe_tag.cpp, describe_sipa.cpp
[[nodiscard]] Words describe_tag(const Scene& scene);
[[nodiscard]] Words describe_sipa(const Scene& scene);

// describe_plain.cpp: separators, actions, and every type whose data is text, an address range or
// bytes.
[[nodiscard]] Words describe_separator(const Scene& scene);
[[nodiscard]] Words describe_action(const Scene& scene);
/// Never says nothing: the last resort shows what the bytes look like.
[[nodiscard]] Description describe_plain(const Scene& scene);

/// ASCII text with optional NULs at its end, at least two characters.
[[nodiscard]] bool looks_like_text(bytes::ByteSpan data) noexcept;
/// Text of several lines on one: "sbat,1,2022052400; grub,2".
[[nodiscard]] std::string on_one_line(bytes::ByteSpan text);
/// "32 bytes: 4f2a…", at most 32 of them in hex.
[[nodiscard]] std::string bytes_in_words(bytes::ByteSpan data);

}  // namespace assay::formats::tcg
