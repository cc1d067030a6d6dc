// boot/enrolment.json: an enroller's signed word that an AK lives in the TPM that owns an EK
// (docs/formats/evidence.md states the file and the signed text).
#pragma once

#include <string>

#include "base/error.h"
#include "base/time.h"
#include "base/types.h"
#include "bytes/reader.h"
#include "proof/note.h"

namespace assay::inspect::boot {

struct Enrolment {
  std::string server;
  base::Bytes ak_name;
  std::string ek_sha256;  ///< lower-case hex
  base::Time activated;
  std::string signed_text;
  proof::NoteSignature signature;
};

[[nodiscard]] base::Result<Enrolment> parse_enrolment(bytes::ByteSpan json);

/// The text that the enroller signs.
[[nodiscard]] std::string enrolment_text(std::string_view server, std::string_view ak_name,
                                         std::string_view ek_sha256, std::string_view activated);

}  // namespace assay::inspect::boot
