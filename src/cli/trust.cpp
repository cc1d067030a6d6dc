#include "cli/trust.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "proof/checkpoint.h"

namespace assay::cli {
namespace {

using base::ErrorKind;

constexpr std::uint64_t kMostTrustFile = 64ULL << 20U;

base::Result<std::vector<std::string>> files_of(const Context& c, const std::string& path) {
  if (c.fs.type(path) != base::FileType::directory) return std::vector{path};
  ASSAY_TRY(const auto entries, c.fs.list(path));
  std::vector<std::string> out;
  for (const auto& e : entries)
    if (e.type == base::FileType::regular && !e.name.starts_with('.'))
      out.push_back(path + "/" + e.name);
  return out;
}

}  // namespace

base::Result<formats::x509::TrustStore> read_roots(const Context& c,
                                                   const std::vector<std::string>& paths) {
  formats::x509::TrustStore store;
  bytes::Budget budget({.items = 5'000'000, .bytes = 256ULL << 20U, .depth = 24});
  for (const auto& path : paths) {
    ASSAY_TRY(const auto files, files_of(c, path));
    const std::size_t before = store.size();
    for (const auto& file : files) {
      ASSAY_TRY(const auto bytes, c.fs.read(file, kMostTrustFile));
      store.add_file(bytes::Reader(bytes), file, formats::x509::Role::by_shape, budget);
    }
    if (store.size() == before)
      return base::in_file({ErrorKind::refused, "no CA certificate could be read from it"}, path);
  }
  constexpr std::size_t kMostNotes = 5;
  const auto errors = store.errors();
  for (std::size_t i = 0; i < errors.size() && i < kMostNotes; ++i)
    c.note(fmt::format("{}: {}: offset {}: {}; this certificate is not used", c.program,
                       errors[i].file, errors[i].offset, errors[i].message));
  if (errors.size() > kMostNotes)
    c.note(fmt::format("{}: {} more certificates are not used", c.program,
                       errors.size() - kMostNotes));
  return store;
}

base::Result<std::vector<proof::VerifierKey>> read_keys(const Context& c,
                                                        const std::vector<std::string>& paths) {
  std::vector<proof::VerifierKey> out;
  for (const auto& path : paths) {
    ASSAY_TRY(const auto bytes, c.fs.read(path, 1U << 20U));
    auto keys = proof::parse_verifier_keys(bytes::as_chars(bytes));
    if (!keys) return base::in_file(std::move(keys).error(), path);
    out.insert(out.end(), keys->begin(), keys->end());
  }
  return out;
}

base::Result<base::Bytes> read_ledger_head(const Context& c, const std::string& path,
                                           const std::vector<proof::VerifierKey>& keys) {
  ASSAY_TRY(const auto bytes, c.fs.read(path, 1U << 20U));
  const auto refuse = [&](ErrorKind kind, std::string message) {
    return base::in_file({kind, std::move(message)}, path);
  };
  const auto note = proof::parse_note(bytes::as_chars(bytes));
  if (!note) return base::in_file(note.error(), path);
  if (const auto head = proof::parse_checkpoint(note->text); !head)
    return base::in_file(head.error(), path);
  const auto verdict = proof::verify_note(note->text, note->signatures, keys);
  if (verdict.forged != nullptr)
    return refuse(ErrorKind::refused,
                  fmt::format("the signature of {} is wrong", verdict.forged->name));
  if (verdict.signer == nullptr)
    return refuse(ErrorKind::refused,
                  "no ledger that is trusted (--ledgers, or the policy's) signed this checkpoint");
  return bytes::copy(crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes).span());
}

base::Result<std::map<std::string, std::vector<base::Bytes>>> read_nonces(const Context& c,
                                                                          const std::string& path) {
  std::map<std::string, std::vector<base::Bytes>> out;
  ASSAY_TRY(const auto bytes, read_input(c, path, 256ULL << 20U));
  auto text = bytes::as_chars(bytes);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    // The id may hold spaces; the nonce is what stands behind the last one.
    const auto space = line.find_last_of(" \t");
    const auto nonce =
        space == std::string_view::npos ? std::nullopt : bytes::from_hex(line.substr(space + 1));
    if (!nonce || nonce->empty())
      return base::in_file(
          {ErrorKind::malformed, fmt::format("line {}: expected SERVER-ID and hex digits", number)},
          path);
    auto id = line.substr(0, space);
    while (!id.empty() && (id.back() == ' ' || id.back() == '\t')) id.remove_suffix(1);
    out[std::string(id)].push_back(*nonce);
  }
  return out;
}

base::Result<base::Time> parse_as_of(const Context& c, const std::string& text) {
  if (text.empty()) return c.clock.now();
  if (const auto time = base::parse_rfc3339(text)) return *time;
  return base::fail(ErrorKind::usage, "--as-of: expected a time like 2026-11-22T03:00:00Z");
}

}  // namespace assay::cli
