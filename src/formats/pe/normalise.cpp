#include "formats/pe/normalise.h"

#include <algorithm>

#include "base/error.h"
#include "base/types.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/pe/debug.h"
#include "formats/pe/relocations.h"

namespace assay::formats::pe {
namespace {

using bytes::Budget;
using bytes::Parsed;

// Bytes that are hashed as zeros; where they stand and how many is hashed too.
struct Masked {
  std::uint64_t offset;
  std::uint64_t size;
};

class Masker {
 public:
  explicit Masker(base::Bytes& copy) : copy_(copy) {}

  void zero(std::uint64_t offset, std::uint64_t size) {
    if (size == 0 || offset > copy_.size() || size > copy_.size() - offset) return;
    std::ranges::fill(
        std::span(copy_).subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size)),
        std::byte{0});
    masked_.push_back({offset, size});
  }
  [[nodiscard]] const std::vector<Masked>& masked() const noexcept { return masked_; }

 private:
  base::Bytes& copy_;
  std::vector<Masked> masked_;
};

// TimeDateStamp of the tables that have one, 4 bytes into each.
void mask_table_times(const Image& image, Masker& masker) {
  for (const Directory d : {Directory::export_table, Directory::resource, Directory::load_config}) {
    const DirectoryEntry entry = image.directory(d);
    const auto at = entry.size >= 8 ? image.at_rva(entry.address, 8) : std::nullopt;
    if (at) masker.zero(*at + 4, 4);
  }
}

Parsed<void> mask_debug(const Image& image, Budget& budget, Masker& masker) {
  ASSAY_TRY(const auto entries, parse_debug_directory(image, budget));
  for (const DebugEntry& entry : entries) {
    masker.zero(entry.offset + 4, 4);  // TimeDateStamp
    if (!entry.data.empty()) masker.zero(entry.data_offset, entry.data.size());
  }
  return {};
}

void mask_headers(const Image& image, Masker& masker) {
  masker.zero(image.image_base_field, image.form == Form::pe32 ? 4 : 8);
  if (image.form == Form::te) return;
  masker.zero(image.timestamp_field, 4);
  masker.zero(image.checksum_field, 4);
  if (image.directory_count > static_cast<unsigned>(Directory::certificate))
    masker.zero(image.directory_table + 8ULL * static_cast<unsigned>(Directory::certificate), 8);
}

bytes::ByteSpan without_zeros(bytes::ByteSpan part) noexcept {
  while (!part.empty() && part.back() == std::byte{0}) part = part.first(part.size() - 1);
  return part;
}

// The end of what is kept: certificates are left out only behind the last section, so that nobody
// can declare code to be one; then the NULs that signing tools pad with.
std::size_t end_of(const Image& image, bytes::ByteSpan copy) {
  std::uint64_t end = std::min<std::uint64_t>(image.size_of_headers, copy.size());
  for (const Section& s : image.sections)
    end = std::max<std::uint64_t>(end, s.raw_offset + image.bytes_of(s).size());
  end = std::min<std::uint64_t>(end, copy.size());
  const auto certificates = image.certificate_table();
  const std::uint64_t from = image.directory(Directory::certificate).address;
  std::size_t keep = copy.size();
  if (!certificates.empty() && from >= end && from + certificates.size() == copy.size())
    keep = static_cast<std::size_t>(from);
  const auto tail = without_zeros(copy.first(keep).subspan(static_cast<std::size_t>(end)));
  return static_cast<std::size_t>(end) + tail.size();
}

crypto::Digest whole_digest(const Image& image, bytes::ByteSpan copy,
                            const std::vector<Masked>& masked, crypto::HashEngine& hash) {
  bytes::Writer layout;
  for (const Masked& m : masked) layout.le64(m.offset).le64(m.size);
  hash.begin(crypto::HashAlg::sha256);
  hash.update(copy.first(end_of(image, copy)));
  hash.update(layout.view());
  return hash.end();
}

// Nothing of what only one form knows goes in here.
crypto::Digest content_digest(const Image& image, bytes::ByteSpan copy,
                              const std::vector<Masked>& masked, crypto::HashEngine& hash) {
  hash.begin(crypto::HashAlg::sha256);
  bytes::Writer head;
  head.le16(image.machine).u8(static_cast<std::uint8_t>(image.subsystem)).le32(image.entry);
  head.le32(static_cast<std::uint32_t>(image.sections.size()));
  hash.update(head.view());
  for (const Section& s : image.sections) {
    const auto at = static_cast<std::size_t>(s.raw_offset);
    const auto size = image.bytes_of(s).size();
    const auto data = size == 0 ? bytes::ByteSpan{} : without_zeros(copy.subspan(at, size));
    bytes::Writer line;
    line.le32(s.virtual_address).le32(s.virtual_size).le32(s.characteristics).le64(data.size());
    for (const Masked& m : masked)
      if (size != 0 && m.offset >= at && m.offset - at < size)
        line.le64(m.offset - at).le64(m.size);
    hash.update(line.view());
    hash.update(data);
  }
  return hash.end();
}

}  // namespace

Parsed<Normalised> normalised_digest(const Image& image, crypto::HashEngine& hash, Budget& budget) {
  ASSAY_CHECK(budget.bytes(image.file.size(), image.offset, "image"));
  base::Bytes copy = bytes::copy(image.file);
  Normalised out;
  ASSAY_TRY(const Rebase undone, rebase_to_zero(image, copy, budget));
  out.relocations = undone.applied;
  out.rebased = undone.unknown == 0 || image.image_base == 0;
  Masker masker(copy);
  mask_headers(image, masker);
  mask_table_times(image, masker);
  ASSAY_CHECK(mask_debug(image, budget, masker));
  out.whole = whole_digest(image, copy, masker.masked(), hash);
  out.content = content_digest(image, copy, masker.masked(), hash);
  return out;
}

Parsed<Normalised> normalised_digest(bytes::Reader reader, crypto::HashEngine& hash,
                                     Budget& budget) {
  ASSAY_TRY(const Image image, parse_image(reader, budget));
  return normalised_digest(image, hash, budget);
}

}  // namespace assay::formats::pe
