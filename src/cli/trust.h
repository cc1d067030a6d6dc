// Reading what the appraiser trusts: CA certificates, enrollers' and collectors' keys, nonces.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "cli/ui.h"
#include "formats/x509/trust_store.h"
#include "proof/note.h"

namespace assay::cli {

/// Files, or folders of them (not descended into). A path that cannot be read, or from which no
/// certificate at all comes, is an error; single bad certificates are noted on standard error.
[[nodiscard]] base::Result<formats::x509::TrustStore> read_roots(
    const Context& context, const std::vector<std::string>& paths);

/// Files of verifier keys, one a line.
[[nodiscard]] base::Result<std::vector<proof::VerifierKey>> read_keys(
    const Context& context, const std::vector<std::string>& paths);

/// The nonce that a ledger's head makes: SHA-256 of the file. An error unless the file is a signed
/// checkpoint, and one of `keys` signed it.
[[nodiscard]] base::Result<base::Bytes> read_ledger_head(
    const Context& context, const std::string& path, const std::vector<proof::VerifierKey>& keys);

/// "SERVER-ID HEX" lines; several for one server are all held.
[[nodiscard]] base::Result<std::map<std::string, std::vector<base::Bytes>>> read_nonces(
    const Context& context, const std::string& path);

/// Empty text: the clock's now.
[[nodiscard]] base::Result<base::Time> parse_as_of(const Context& context, const std::string& text);

}  // namespace assay::cli
