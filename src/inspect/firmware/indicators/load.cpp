#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/uefi/auth_variable.h"
#include "inspect/firmware/indicators/indicators.h"
#include "inspect/firmware/indicators/yara_rules.h"

namespace assay::inspect::firmware::indicators {
namespace {

namespace uefi = formats::uefi;
using base::ErrorKind;
using bytes::Reader;

constexpr bytes::Limits kLimits{.items = 4'000'000, .bytes = 256ULL << 20U, .depth = 32};

// The signature lists of a dbx in any of the forms it is kept in: an update, the bare variable, the
// variable as efivarfs shows it (four bytes of attributes first).
std::optional<Reader> signature_lists(bytes::ByteSpan file) {
  if (const auto update = uefi::parse_authenticated_update(Reader(file)))
    return Reader(update->payload, update->payload_offset);
  if (uefi::looks_like_signature_list(file)) return Reader(file);
  if (file.size() > 4 && uefi::looks_like_signature_list(file.subspan(4)))
    return Reader(file.subspan(4), 4);
  return std::nullopt;
}

bool word_at(std::string_view text, std::size_t at, std::string_view word) {
  const auto separate = [&](std::size_t i) {
    return i >= text.size() || text[i] == ' ' || text[i] == '\t' || text[i] == '\n' ||
           text[i] == '\r' || text[i] == '{' || text[i] == ':';
  };
  return text.substr(at).starts_with(word) && (at == 0 || separate(at - 1)) &&
         separate(at + word.size());
}

// "rule NAME" and a "condition:" after it.
bool looks_like_yara(std::string_view text) {
  for (auto at = text.find("rule"); at != std::string_view::npos; at = text.find("rule", at + 1))
    if (word_at(text, at, "rule") && text.find("condition:", at) != std::string_view::npos)
      return true;
  return false;
}

base::Result<void> read_lists(IndicatorList& out, Reader lists, bytes::Budget& budget) {
  out.kind = IndicatorKind::revocations;
  auto parsed = uefi::parse_signature_lists(lists, budget);
  if (!parsed) return std::unexpected(bytes::to_error(parsed.error()));
  out.lists = *std::move(parsed);
  return {};
}

base::Result<void> read_text(IndicatorList& out, bytes::Budget& budget) {
  const Reader reader(out.bytes);
  const auto text = bytes::as_chars(out.bytes);
  if (looks_like_yara(text)) {
    out.kind = IndicatorKind::yara;
    ASSAY_TRY(out.yara, YaraRules::compile(text));
    return {};
  }
  if (text.find("meta:") != std::string_view::npos) {
    const auto document = formats::yaml::parse_yaml(reader, budget);
    if (!document) return std::unexpected(bytes::to_error(document.error()));
    if (formats::indicators::looks_like_fwhunt(*document)) {
      out.kind = IndicatorKind::fwhunt;
      out.rules = formats::indicators::read_fwhunt(*document);
      return {};
    }
  }
  out.kind = IndicatorKind::hashes;
  auto hashes = formats::indicators::parse_hash_list(reader, budget);
  if (!hashes) return std::unexpected(bytes::to_error(hashes.error()));
  out.hashes = *std::move(hashes);
  if (out.hashes.digests.empty())
    return base::fail(ErrorKind::malformed,
                      "no indicators: neither a dbx, nor digests, nor YARA or FwHunt rules");
  return {};
}

}  // namespace

std::string_view name(IndicatorKind kind) noexcept {
  switch (kind) {
    case IndicatorKind::revocations:
      return "revocations";
    case IndicatorKind::hashes:
      return "digests";
    case IndicatorKind::yara:
      return "YARA rules";
    case IndicatorKind::fwhunt:
      return "FwHunt rules";
  }
  return "";
}

std::string IndicatorList::summary() const {
  std::size_t count = hashes.digests.size() + rules.size() + (yara ? yara->count() : 0);
  for (const uefi::SignatureList& list : lists) count += list.count();
  return fmt::format("{}: {} {}", base::printable(name, 200), count, indicators::name(kind));
}

base::Result<Indicators> load_indicators(std::vector<IndicatorFile> files) {
  Indicators out;
  bytes::Budget budget(kLimits);
  for (IndicatorFile& file : files) {
    IndicatorList list{.name = file.name, .bytes = std::move(file.bytes)};
    const auto lists = signature_lists(list.bytes);
    const auto ok = lists ? read_lists(list, *lists, budget) : read_text(list, budget);
    if (!ok) return base::in_file(ok.error(), file.name);
    out.lists.push_back(std::move(list));
  }
  return out;
}

}  // namespace assay::inspect::firmware::indicators
