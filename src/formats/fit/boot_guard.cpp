#include "formats/fit/boot_guard.h"

#include <array>

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::fit {
namespace {

using bytes::Parsed;
using bytes::Reader;

constexpr std::size_t kId = 8;
constexpr std::uint64_t kPolicyLimit = 64 * 1024;

bool known_element(std::string_view id) noexcept {
  static constexpr std::array<std::string_view, 6> kIds = {"__IBBS__", "__PMDA__", "__TXTS__",
                                                           "__PCDS__", "__PFRS__", "__PMSG__"};
  for (const auto known : kIds)
    if (known == id) return true;
  return false;
}

// Version 2 has the size of each element, version 1 has not, and both put them one behind the
// other: their eight characters are looked for, which nothing else in a policy has.
Parsed<void> find_elements(const Reader& whole, bytes::Budget& budget, BootPolicy& out) {
  const std::string_view text = bytes::as_chars(whole.whole());
  for (std::size_t at = kId; (at = text.find("__", at)) != std::string_view::npos; ++at) {
    const auto id = text.substr(at, kId);
    if (!known_element(id) || text.size() - at <= kId) continue;
    ASSAY_CHECK(budget.items(1, whole.offset() + at, "policy element"));
    out.elements.push_back(
        {.id = id, .offset = at, .version = static_cast<std::uint8_t>(text[at + kId])});
    // The signature ends a policy; what follows is somebody else's.
    if (id == "__PMSG__") {
      out.is_signed = true;
      break;
    }
  }
  return {};
}

}  // namespace

Parsed<KeyManifest> parse_key_manifest(Reader reader) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const auto b, reader.fixed<24>("key manifest"));
  if (!bytes::starts_with(b, "__KEYM__")) return bytes::bad_value(start, "StructureID", "__KEYM__");
  KeyManifest out;
  out.structure_version = bytes::u8_at<8>(b);
  // Version 2 has two more bytes and a size, then the offset of the signature and three reserved.
  if (out.second()) {
    out.revision = bytes::u8_at<17>(b);
    out.svn = bytes::u8_at<18>(b);
    out.id = bytes::u8_at<19>(b);
  } else {
    out.revision = bytes::u8_at<9>(b);
    out.svn = bytes::u8_at<10>(b);
    out.id = bytes::u8_at<11>(b);
  }
  return out;
}

Parsed<BootPolicy> parse_boot_policy(Reader reader, bytes::Budget& budget) {
  const std::uint64_t start = reader.offset();
  ASSAY_TRY(const Reader whole,
            reader.sub(std::min(reader.remaining(), kPolicyLimit), "boot policy"));
  ASSAY_TRY(auto r, whole.at(0, 20, "boot policy"));
  ASSAY_TRY(const auto b, r.fixed<20>("boot policy"));
  if (!bytes::starts_with(b, "__ACBP__")) return bytes::bad_value(start, "StructureID", "__ACBP__");
  BootPolicy out;
  out.structure_version = bytes::u8_at<8>(b);
  if (out.second()) {
    out.revision = bytes::u8_at<14>(b);
    out.svn = bytes::u8_at<15>(b);
    out.acm_svn = bytes::u8_at<16>(b);
  } else {
    out.revision = bytes::u8_at<10>(b);
    out.svn = bytes::u8_at<11>(b);
    out.acm_svn = bytes::u8_at<12>(b);
  }
  ASSAY_CHECK(find_elements(whole, budget, out));
  return out;
}

}  // namespace assay::formats::fit
