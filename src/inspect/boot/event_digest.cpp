#include "inspect/boot/event_digest.h"

#include <array>
#include <cstddef>

#include "bytes/text.h"
#include "formats/tcg/event_types.h"

namespace assay::inspect::boot {
namespace {

using bytes::ByteSpan;
using formats::tcg::Event;

// What the digest may cover, in the order of likelihood, and whether it must be one of these.
struct Candidates {
  std::array<ByteSpan, 4> spans{};
  std::size_t count = 0;
  bool must = false;

  void add(ByteSpan s) {
    if (count < spans.size()) spans[count++] = s;
  }
};

ByteSpan without_nul(ByteSpan data) {
  return !data.empty() && data.back() == std::byte{0} ? data.first(data.size() - 1) : data;
}

ByteSpan without_utf16_nul(ByteSpan data) {
  return data.size() >= 2 && data[data.size() - 1] == std::byte{0} &&
                 data[data.size() - 2] == std::byte{0}
             ? data.first(data.size() - 2)
             : data;
}

// UEFI_VARIABLE_DATA (10.2.6): GUID, two 64-bit lengths, name, data. Older firmware measured the
// variable's data alone (EV_EFI_VARIABLE_BOOT of the 1.21 profile), shim measures the whole.
ByteSpan variable_data(ByteSpan data) {
  bytes::Reader r(data);
  const auto head = r.fixed<32>("UEFI_VARIABLE_DATA");
  if (!head) return {};
  const std::uint64_t name_units = bytes::le64_at<16>(*head);
  const std::uint64_t size = bytes::le64_at<24>(*head);
  if (name_units > r.remaining() / 2 || !r.skip(name_units * 2, "UnicodeName")) return {};
  const auto value = r.take(size, "VariableData");
  return value ? *value : ByteSpan{};
}

// GRUB says "<prefix>: <text>" and measures the text (grub-core/commands: grub_tpm_measure).
ByteSpan after_grub_prefix(ByteSpan data) {
  const auto text = bytes::as_chars(data);
  for (const std::string_view prefix : {"grub_cmd: ", "kernel_cmdline: ", "module_cmdline: "})
    if (text.starts_with(prefix)) return without_nul(data.subspan(prefix.size()));
  return {};
}

// SIPA containers (Windows): the 32-bit tag of the aggregation, all of whose bytes are measured.
bool is_sipa_aggregation(ByteSpan data) {
  bytes::Reader r(data);
  const auto tag = r.le32("taggedEventID");
  return tag && (*tag >> 16U) == 0x4001;
}

constexpr std::array<std::byte, 4> kZeros{};
constexpr std::array<std::byte, 4> kOnes{std::byte{0xFF}, std::byte{0xFF}, std::byte{0xFF},
                                         std::byte{0xFF}};

// The strings that the profile itself defines for EV_ACTION (10.4.3, table 28) are measured as they
// stand. OpenPOWER firmware uses the type with a label in the data and a value as the digest.
bool is_profile_action(ByteSpan data) {
  const auto text = bytes::as_chars(data);
  for (const std::string_view start : {"Calling ", "Return", "Entering ", "Booting ", "Exit ",
                                       "User ", "Start Option", "Event Log"})
    if (text.starts_with(start)) return true;
  return false;
}

Candidates candidates_for(const Event& e) {
  using namespace formats::tcg;
  Candidates c;
  switch (e.type) {
    case EV_SEPARATOR:
      c.must = true;
      c.add(e.data);
      if (e.data.size() != 4) {  // a label in place of the value, as OpenPOWER writes it
        c.add(kOnes);
        c.add(kZeros);
      }
      break;
    case EV_EFI_GPT_EVENT:
    case EV_EFI_GPT_EVENT2:
      c.must = true;
      c.add(e.data);
      break;
    case EV_ACTION:
      c.must = is_profile_action(e.data);
      c.add(e.data);
      c.add(without_nul(e.data));
      break;
    case EV_EFI_ACTION:
    case EV_S_CRTM_VERSION:
    case EV_OMIT_BOOT_DEVICE_EVENTS:
      c.must = true;
      c.add(e.data);
      c.add(without_nul(e.data));
      break;
    case EV_EFI_VARIABLE_DRIVER_CONFIG:
    case EV_EFI_VARIABLE_BOOT:
    case EV_EFI_VARIABLE_BOOT2:
    case EV_EFI_VARIABLE_AUTHORITY:
      c.must = true;
      c.add(e.data);
      // shim before 15.3 counts one byte more than it measures.
      if (e.type == EV_EFI_VARIABLE_AUTHORITY && !e.data.empty())
        c.add(e.data.first(e.data.size() - 1));
      if (const auto value = variable_data(e.data); !value.empty()) c.add(value);
      break;
    case EV_EVENT_TAG:
      c.must = is_sipa_aggregation(e.data);
      c.add(e.data);
      break;
    case EV_IPL:
      if (const auto text = after_grub_prefix(e.data); !text.empty()) {
        c.must = true;
        c.add(text);
      }
      c.add(e.data);
      c.add(without_nul(e.data));
      c.add(without_utf16_nul(e.data));
      break;
    case EV_POST_CODE:
    case EV_POST_CODE2:
    case EV_S_CRTM_CONTENTS:
    case EV_CPU_MICROCODE:
    case EV_PLATFORM_CONFIG_FLAGS:
    case EV_TABLE_OF_DEVICES:
    case EV_COMPACT_HASH:
    case EV_IPL_PARTITION_DATA:
    case EV_NONHOST_CONFIG:
    case EV_NONHOST_INFO:
    case EV_EFI_HANDOFF_TABLES:
    case EV_EFI_HANDOFF_TABLES2:
    case EV_EFI_SPDM_FIRMWARE_BLOB:
    case EV_EFI_SPDM_FIRMWARE_CONFIG:
    case EV_EFI_SPDM_DEVICE_POLICY:
    case EV_EFI_SPDM_DEVICE_AUTHORITY:
      c.add(e.data);
      c.add(without_nul(e.data));
      break;
    default:
      break;  // images, blobs and unknown types: the log does not hold what was measured
  }
  return c;
}

}  // namespace

std::string_view name(Checked checked) noexcept {
  switch (checked) {
    case Checked::digest_of_data:
      return "digest-of-data";
    case Checked::not_derivable:
      return "not-derivable";
    case Checked::mismatch:
      break;
  }
  return "mismatch";
}

EventCheck examine_event(const formats::tcg::EventLog& log, const Event& e, crypto::HashAlg bank,
                         crypto::HashEngine& hash) {
  const auto measured = log.digest(e, bank);
  if (measured.empty() || e.type == formats::tcg::EV_NO_ACTION) return {};
  const Candidates c = candidates_for(e);
  for (std::size_t i = 0; i < c.count; ++i) {
    const ByteSpan span = c.spans[i];
    if (i > 0 && span.data() == c.spans[i - 1].data() && span.size() == c.spans[i - 1].size())
      continue;  // nothing was stripped
    if (!bytes::equal(hash.hash(bank, span).span(), measured)) continue;
    return {Checked::digest_of_data,
            span.data() == e.data.data() && span.size() + 1 >= e.data.size()};
  }
  return {c.must ? Checked::mismatch : Checked::not_derivable, false};
}

Checked check_event(const formats::tcg::EventLog& log, const Event& e, crypto::HashAlg bank,
                    crypto::HashEngine& hash) {
  return examine_event(log, e, bank, hash).checked;
}

}  // namespace assay::inspect::boot
