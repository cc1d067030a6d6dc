#include "formats/ima/ima_log.h"

#include "formats/ima/digest_width.h"
#include "formats/ima/entry_reader.h"
#include "formats/ima/templates.h"

namespace assay::formats::ima {

bytes::Parsed<ImaLog> parse_ima_log(bytes::Reader reader, bytes::Budget& budget) {
  const DigestWidth width = detect_digest_width(reader);
  ImaLog log;
  log.digest_alg = width.alg;
  log.digest_alg_confirmed = width.confirmed;
  log.order = width.layout.order;
  do {
    if (auto paid = budget.items(1, reader.offset(), "entry"); !paid) {
      log.broken = paid.error();
      break;
    }
    auto entry = read_entry(reader, width.layout, static_cast<std::uint32_t>(log.entries.size()));
    if (!entry) {
      log.broken = entry.error();
      break;
    }
    log.pcrs |= std::uint64_t{1} << entry->pcr;
    log.entries.push_back(*entry);
  } while (!reader.empty());
  if (log.entries.empty()) return std::unexpected(*log.broken);
  return log;
}

bool looks_like_ima_log(bytes::ByteSpan bytes) noexcept {
  for (const Layout layout : possible_layouts()) {
    bytes::Reader reader(bytes);
    const auto header = read_entry_header(reader, layout);
    if (!header) continue;
    const auto format = format_of(header->template_name);
    if (header->template_name.starts_with("ima") || (format && is_known_format(*format)))
      return true;
  }
  return false;
}

}  // namespace assay::formats::ima
