// What must not have run: Authenticode SHA-256 digests from UEFI dbx files and hash lists, with the
// date that an authenticated dbx update carries, and the oldest acceptable SBAT level.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/time.h"
#include "bytes/budget.h"
#include "bytes/reader.h"
#include "crypto/digest.h"

namespace assay::inspect::boot {

struct DigestHash {
  std::size_t operator()(const crypto::Digest& d) const noexcept;
};

class Revocations {
 public:
  /// A dbx file (EFI_SIGNATURE_LISTs, with or without EFI_VARIABLE_AUTHENTICATION_2 or the efivarfs
  /// attribute word in front) or a text of one SHA-256 hex digest a line. `name` is what findings
  /// say.
  [[nodiscard]] base::Result<void> add(bytes::ByteSpan file, const std::string& name,
                                       bytes::Budget& budget);

  /// The name of the list that holds this digest; null where none does.
  [[nodiscard]] const std::string* find(const crypto::Digest& sha256) const;

  /// Microsoft stamps every dbx update 2010-03-06, which is read as no date.
  /// The newest dated list all of whose digests are in `platform`; nothing where none is.
  [[nodiscard]] std::optional<base::Time> date_of(
      const std::vector<crypto::Digest>& platform) const;

  /// The platform's list against the given one that it shares most with: "has all 371 digests of
  /// DBXUpdate.bin", "lacks 164 of the 431 digests of DBXUpdate.bin". Empty where it shares
  /// nothing.
  [[nodiscard]] std::string compare(const std::vector<crypto::Digest>& platform) const;

  [[nodiscard]] bool empty() const noexcept { return digests_.empty(); }

  /// "2022111500" of "sbat,1,2022111500"; empty: no demand.
  std::string minimum_sbat;

 private:
  struct List {
    std::string name;
    std::optional<base::Time> date;
    std::vector<crypto::Digest> digests;
  };
  std::vector<List> lists_;
  std::unordered_map<crypto::Digest, std::size_t, DigestHash>
      digests_;  // digest → index of its list
};

}  // namespace assay::inspect::boot
