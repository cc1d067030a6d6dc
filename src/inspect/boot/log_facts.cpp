#include "inspect/boot/log_facts.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/describe.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/variable.h"
#include "inspect/boot/platform_dbx.h"
#include "inspect/boot/replay.h"

namespace assay::inspect::boot {
namespace {

using crypto::Digest;
using crypto::HashAlg;
using evidence::make_finding;
using formats::tcg::Event;
using namespace formats::tcg;

evidence::Cite cite(const BootEvidence& e, const Event& event) {
  return {std::string(e.event_log.path),
          fmt::format("event {}, offset {} (0x{:x}), PCR {}", event.number, event.offset,
                      event.offset, event.pcr)};
}

bool loads_image(std::uint32_t type) {
  return type == EV_EFI_BOOT_SERVICES_APPLICATION || type == EV_EFI_BOOT_SERVICES_DRIVER ||
         type == EV_EFI_RUNTIME_SERVICES_DRIVER;
}

// "sbat,1,2022052400\n…": what shim measured as the level it enforces.
std::string sbat_level(bytes::ByteSpan data) {
  const auto text = bytes::as_chars(data);
  constexpr std::string_view kStart = "sbat,";
  if (!text.starts_with(kStart)) return {};
  const auto second = text.find(',', kStart.size());
  if (second == std::string_view::npos) return {};
  const auto level = text.substr(second + 1, 10);
  const bool date =
      level.size() == 10 && std::ranges::all_of(level, [](char c) { return c >= '0' && c <= '9'; });
  return date ? std::string(level) : std::string{};
}

std::string version_text(bytes::ByteSpan data) {
  const bool wide = data.size() >= 4 && data[1] == std::byte{0} && data[3] == std::byte{0};
  const std::string text =
      wide ? base::utf8_from_utf16(bytes::utf16le(data)) : bytes::to_string(data);
  return base::printable(text.substr(0, text.find('\0')), 100);
}

class Reader {
 public:
  Reader(const EventLog& log, const std::vector<Checked>& checks, const Extents& extents,
         const BootEvidence& e, const BootContext& c, std::vector<evidence::Finding>& findings)
      : log_(log), checks_(checks), extents_(extents), e_(e), c_(c), findings_(findings) {}

  LogFacts read() {
    for (const Event& event : log_.events) {
      if (event.pcr == 7 && extends(event)) read_variable(event);
      if (event.type == EV_S_CRTM_VERSION && facts_.firmware_version.empty())
        facts_.firmware_version = version_text(event.data);
    }
    check_images();
    judge();
    return std::move(facts_);
  }

 private:
  // Whatever type the event claims: is all of its data what was measured?
  bool whole_data_measured(const Event& event) const {
    if (checks_[event.number] == Checked::mismatch) return false;
    if (checks_[event.number] == Checked::digest_of_data) return extents_.whole[event.number];
    // A type whose digest is not over its data: the check did not look.
    for (const HashAlg bank : extents_.banks) {
      const auto measured = log_.digest(event, bank);
      if (measured.empty()) continue;
      const bool whole = bytes::equal(c_.hash.hash(bank, event.data).span(), measured);
      // shim before 15.3 counts one byte more than it measures.
      return whole ||
             (!event.data.empty() &&
              bytes::equal(c_.hash.hash(bank, event.data.first(event.data.size() - 1)).span(),
                           measured));
    }
    return false;
  }

  void read_variable(const Event& event) {
    if (!whole_data_measured(event)) return;
    const auto v = formats::uefi::parse_variable(bytes::Reader(event.data, event.data_offset));
    if (!v) return;
    if (v->named("SecureBoot") && !facts_.secure_boot) {
      // The profile measures an absent variable as one without data (UEFI 2.10, 3.3: off).
      facts_.secure_boot = v->data.size() == 1 && v->data[0] == std::byte{1};
      facts_.secure_boot_event = event.number;
    }
    if (event.type != EV_EFI_VARIABLE_AUTHORITY && v->named("dbx") && platform_dbx_.empty()) {
      platform_dbx_ = PlatformDbx(bytes::Reader(v->data, v->data_offset));
      facts_.dbx_entries = static_cast<std::uint32_t>(platform_dbx_.size());
      if (c_.revocations != nullptr && !c_.revocations->empty()) {
        const auto digests = platform_dbx_.digests();
        facts_.dbx_at_least = c_.revocations->date_of(digests);
        facts_.dbx_against = c_.revocations->compare(digests);
      }
    }
    if (v->named("SbatLevel") && facts_.sbat_level.empty()) {
      facts_.sbat_level = sbat_level(v->data);
      sbat_event_ = event.number;
    }
  }

  // Types are claims: a revoked image may call itself anything, but its digest stands in PCR 2
  // or 4.
  void check_images() {
    std::vector<const Event*> images;
    std::vector<bytes::ByteSpan> measured;
    for (const Event& event : log_.events)
      if (loads_image(event.type) || (extends(event) && (event.pcr == 2 || event.pcr == 4))) {
        images.push_back(&event);
        measured.push_back(log_.digest(event, HashAlg::sha256));
      }
    const auto forbidden = platform_dbx_.forbids(measured);
    for (std::size_t i = 0; i < images.size(); ++i) check_image(*images[i], forbidden[i]);
  }

  void check_image(const Event& event, bool on_platform_dbx) {
    const auto digest = Digest::from(HashAlg::sha256, log_.digest(event, HashAlg::sha256));
    if (!digest) return;
    const std::string* list = c_.revocations != nullptr ? c_.revocations->find(*digest) : nullptr;
    static const std::string kPlatform = "the platform's own dbx";
    if (list == nullptr && on_platform_dbx) list = &kPlatform;
    if (list == nullptr) return;
    bytes::Budget budget({.items = 10'000, .bytes = 1U << 20U, .depth = 8});
    findings_.push_back(make_finding(
        "boot.image.revoked", fmt::format("PCR {}", event.pcr),
        fmt::format("A revoked program ran: {} has the digest {}…, which is on {} (event {}).",
                    describe(log_, event, budget).text, digest->hex().substr(0, 16), *list,
                    event.number),
        {cite(e_, event)}));
  }

  void judge() {
    if (facts_.secure_boot && !*facts_.secure_boot)
      findings_.push_back(make_finding("boot.secure-boot.off", "Secure Boot",
                                       fmt::format("Secure Boot was off (event {}, PCR 7): the "
                                                   "firmware would have started any boot loader.",
                                                   facts_.secure_boot_event),
                                       {cite(e_, log_.events[facts_.secure_boot_event])}));
    if (c_.revocations != nullptr && !c_.revocations->minimum_sbat.empty() &&
        !facts_.sbat_level.empty() && facts_.sbat_level < c_.revocations->minimum_sbat)
      findings_.push_back(
          make_finding("boot.image.revoked", "SBAT level",
                       fmt::format("shim enforced the SBAT level {}, older than the {} that the "
                                   "policy demands: boot loaders "
                                   "revoked since then are still started (event {}).",
                                   facts_.sbat_level, c_.revocations->minimum_sbat, sbat_event_),
                       {cite(e_, log_.events[sbat_event_])}));
  }

  const EventLog& log_;
  const std::vector<Checked>& checks_;
  const Extents& extents_;
  const BootEvidence& e_;
  const BootContext& c_;
  std::vector<evidence::Finding>& findings_;
  LogFacts facts_;
  PlatformDbx platform_dbx_;
  std::uint32_t sbat_event_ = 0;
};

}  // namespace

LogFacts read_log_facts(const EventLog& log, const std::vector<Checked>& checks,
                        const Extents& extents, const BootEvidence& e, const BootContext& c,
                        std::vector<evidence::Finding>& findings) {
  return Reader(log, checks, extents, e, c, findings).read();
}

}  // namespace assay::inspect::boot
