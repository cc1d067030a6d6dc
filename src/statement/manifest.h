// MANIFEST, the last member of a statement: path, size and SHA-256 of every other member, in their
// order, as the text of a C2SP signed note (c2sp.org/signed-note) that the statement's key signs.
// Whoever changes a member has to change the manifest, and only the key's owner can sign another.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "proof/note.h"
#include "statement/container.h"

namespace assay::statement {

/// "assay statement 1\n", then "HEX SIZE PATH\n" a member.
[[nodiscard]] std::string manifest_text(std::span<const Member> members);
/// The whole member: the text, an empty line, the key's line.
[[nodiscard]] base::Result<std::string> sign_manifest(std::span<const Member> members,
                                                      const proof::SigningKey& key);

/// The trusted key that signed. `members` are all but the manifest. Errors: no note,
/// not exactly one signature, by a key that is not in `keys`, a wrong one, or the first member that
/// is not as the manifest says.
[[nodiscard]] base::Result<proof::VerifierKey> check_manifest(
    std::span<const Member> members, std::string_view manifest,
    const std::vector<proof::VerifierKey>& keys);

}  // namespace assay::statement
