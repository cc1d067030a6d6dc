#include "ledger/cosigned.h"

#include "bytes/text.h"
#include "ledger/layout.h"
#include "proof/log_proof.h"

namespace assay::ledger {

base::Result<std::optional<CosignedHead>> cosigned_by(std::string_view note,
                                                      const proof::CosignerKey& witness) {
  ASSAY_TRY(const auto head, proof::parse_signed_head(note));
  auto rest = note.substr(head.note.text.size() + 1);
  for (const auto& signature : head.note.signatures) {
    const auto end = std::min(rest.find('\n'), rest.size() - 1);
    const auto line = rest.substr(0, end + 1);
    rest.remove_prefix(end + 1);
    const auto at = proof::verify_cosignature(head.note.text, signature, witness);
    if (at && proof::is_by(signature, witness))
      return CosignedHead{.size = head.head.size,
                          .note = std::string(note),
                          .text = head.note.text,
                          .line = std::string(line),
                          .timestamp = *at};
  }
  return std::nullopt;
}

base::Result<std::vector<proof::CosignerKey>> known_witnesses(const base::FileSystem& fs,
                                                              const std::filesystem::path& folder) {
  std::vector<proof::CosignerKey> out;
  const auto path = Layout{folder}.witness_keys();
  if (fs.type(path) == base::FileType::none) return out;
  ASSAY_TRY(const auto bytes, fs.read(path, 1U << 20U));
  for (auto rest = bytes::as_chars(bytes); !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    auto key = proof::parse_cosigner_key(rest.substr(0, end));
    if (!key) return base::in_file(std::move(key).error(), path.string());
    out.push_back(*std::move(key));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

base::Result<std::optional<CosignedHead>> first_cosigned(const base::FileSystem& fs,
                                                         const std::filesystem::path& folder,
                                                         const proof::CosignerKey& witness,
                                                         std::uint64_t size) {
  const auto heads = Layout{folder}.cosigned();
  if (fs.type(heads) != base::FileType::directory) return std::nullopt;
  return first_cosigned_in(fs, heads, witness, size);
}

base::Result<std::optional<CosignedHead>> first_cosigned_in(const base::FileSystem& fs,
                                                            const std::filesystem::path& heads,
                                                            const proof::CosignerKey& witness,
                                                            std::uint64_t size) {
  ASSAY_TRY(const auto entries, fs.list(heads));
  // Names are sizes of equal width, so their order is the heads'.
  const Layout layout{heads.parent_path()};
  const auto least = layout.cosigned(size).filename();
  for (const auto& entry : entries) {
    if (entry.type != base::FileType::regular || entry.name < least.string() ||
        entry.name.starts_with(base::kUnfinishedPrefix))
      continue;
    const auto path = heads / entry.name;
    ASSAY_TRY(const auto bytes, fs.read(path, 1U << 20U));
    auto head = cosigned_by(bytes::as_chars(bytes), witness);
    if (!head) return base::in_file(std::move(head).error(), path.string());
    if (!*head) continue;
    if (layout.cosigned((*head)->size).filename() != entry.name)
      return base::in_file({base::ErrorKind::malformed, "is the head of another size"},
                           path.string());
    return head;
  }
  return std::nullopt;
}

}  // namespace assay::ledger
