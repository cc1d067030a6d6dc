// An empty ledger: its key, the key's public half, and a signed head of size 0, which comes last
// and makes it one.
#include <fmt/format.h>

#include "bytes/text.h"
#include "ledger/writer.h"

namespace assay::ledger {

base::Result<proof::VerifierKey> init(const base::FileSystem& fs,
                                      const std::filesystem::path& folder,
                                      const proof::SigningKey& key) {
  const Layout layout{folder};
  if (fs.type(layout.checkpoint()) != base::FileType::none)
    return base::in_file({base::ErrorKind::usage, "a ledger is here already"}, folder.string());
  ASSAY_CHECK(fs.make_directories(folder));
  ASSAY_CHECK(fs.make_private_directory(layout.owners()));
  ASSAY_TRY(const auto lock, base::FileLock::take(layout.lock()));
  proof::SigningKey signer = key;
  if (fs.type(layout.signing_key()) == base::FileType::none) {
    ASSAY_CHECK(
        fs.write_private(layout.signing_key(), bytes::as_bytes(proof::to_string(key) + "\n")));
  } else {
    ASSAY_TRY(const auto text, fs.read(layout.signing_key(), 4096));
    ASSAY_TRY(signer, proof::parse_signing_key(bytes::as_chars(text)));
  }
  const std::string verifier = proof::to_string(signer.verifier) + "\n";
  ASSAY_CHECK(fs.write_together(
      std::vector<base::FileToWrite>{{layout.log_key(), bytes::as_bytes(verifier)}}));
  const std::string text = proof::to_text(proof::Checkpoint{
      .origin = signer.verifier.name, .size = 0, .root = proof::TreeHasher().empty()});
  ASSAY_TRY(const auto line, proof::sign_line(text, signer));
  const std::string note = text + "\n" + line;
  ASSAY_CHECK(fs.write_together(
      std::vector<base::FileToWrite>{{layout.checkpoint(), bytes::as_bytes(note)}}));
  return signer.verifier;
}

}  // namespace assay::ledger
