#include "appraise/measured_firmware.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/event_types.h"
#include "formats/uefi/firmware_blob.h"

namespace assay::appraise {
namespace {

using formats::tcg::Event;

constexpr std::uint64_t kMappedEnd = 1ULL << 32U;  // the flash ends where 4 GiB do
constexpr std::size_t kMostTold = 32;

std::optional<formats::uefi::FirmwareBlob> blob_of(const Event& e) {
  const auto parsed = e.type == formats::tcg::EV_EFI_PLATFORM_FIRMWARE_BLOB2
                          ? formats::uefi::parse_firmware_blob2(bytes::Reader(e.data))
                          : formats::uefi::parse_firmware_blob(bytes::Reader(e.data));
  return parsed ? std::optional(*parsed) : std::nullopt;
}

// Where the blob lies in a dump of the whole flash; nothing where it does not.
std::optional<std::uint64_t> place_of(const inspect::FirmwareImage& image,
                                      const formats::uefi::FirmwareBlob& blob) {
  const std::uint64_t size = image.bytes.size();
  if (image.kind != "uefi.image" || blob.length == 0 || blob.base > kMappedEnd ||
      blob.length > kMappedEnd - blob.base || size > kMappedEnd || blob.base < kMappedEnd - size)
    return std::nullopt;
  return blob.base - (kMappedEnd - size);
}

std::string event_words(const Event& e) { return fmt::format("event {}, PCR {}", e.number, e.pcr); }

}  // namespace

void tie_measured_firmware(const inspect::boot::BootResult& boot, std::string_view log_path,
                           std::span<const MeasurablePart> parts,
                           std::span<const inspect::FirmwareImage> images, crypto::HashEngine& hash,
                           ServerAppraisal& out) {
  if (!boot.log || images.empty()) return;
  std::size_t told = 0;
  for (const Event& e : boot.log->events) {
    if (e.type != formats::tcg::EV_EFI_PLATFORM_FIRMWARE_BLOB &&
        e.type != formats::tcg::EV_EFI_PLATFORM_FIRMWARE_BLOB2)
      continue;
    const auto measured = boot.log->digest(e, crypto::HashAlg::sha256);
    if (measured.empty() || told == kMostTold) continue;
    const auto add = [&](std::string_view code, const std::string& subject, std::string why,
                         const std::string& image, std::string at) {
      ++told;
      out.findings.push_back(evidence::make_finding(
          code, subject, std::move(why),
          {{std::string(log_path), event_words(e)}, {image, std::move(at)}}));
    };
    const auto part = std::ranges::find_if(
        parts, [&](const MeasurablePart& p) { return bytes::equal(p.digest.span(), measured); });
    if (part != parts.end()) {
      add("firmware.measured", base::printable(part->what, 200),
          fmt::format("{} of {} is what the firmware measured as it started ({}).",
                      base::printable(part->what, 200), base::printable(part->image, 200),
                      event_words(e)),
          part->image, part->path);
      continue;
    }
    const auto blob = blob_of(e);
    if (!blob) continue;
    for (const auto& image : images) {
      const auto at = place_of(image, *blob);
      if (!at) continue;
      const auto there = image.bytes.subspan(static_cast<std::size_t>(*at),
                                             static_cast<std::size_t>(blob->length));
      const bool same = bytes::equal(hash.hash(crypto::HashAlg::sha256, there).span(), measured);
      const auto place = fmt::format("offset {} (0x{:x}), {} bytes", *at, *at, there.size());
      add(same ? "firmware.measured" : "firmware.measured.differs",
          base::printable(image.path, 200),
          same ? fmt::format("{} bytes of {} are what the firmware measured as it started ({}).",
                             there.size(), base::printable(image.path, 200), event_words(e))
               : fmt::format("The firmware measured {} bytes of the flash as it started ({}), and "
                             "{} holds other bytes there.",
                             there.size(), event_words(e), base::printable(image.path, 200)),
          image.path, place);
      break;
    }
  }
}

}  // namespace assay::appraise
