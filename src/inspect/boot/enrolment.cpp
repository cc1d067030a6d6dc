#include "inspect/boot/enrolment.h"

#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/json/json.h"

namespace assay::inspect::boot {
namespace {

using base::ErrorKind;
using base::fail;

base::Result<std::string> member(const formats::json::Value& root, std::string_view key) {
  const std::string* text = formats::json::string_member(root, key);
  // A newline would let one field pretend to be two lines of the signed text.
  if (text == nullptr || text->empty() || text->find('\n') != std::string::npos)
    return fail(ErrorKind::malformed,
                fmt::format("enrolment: \"{}\" is missing, or no single line of text", key));
  return *text;
}

}  // namespace

std::string enrolment_text(std::string_view server, std::string_view ak_name,
                           std::string_view ek_sha256, std::string_view activated) {
  return fmt::format("assay enrolment v1\nserver {}\nak-name {}\nek-sha256 {}\nactivated {}\n",
                     server, ak_name, ek_sha256, activated);
}

base::Result<Enrolment> parse_enrolment(bytes::ByteSpan json) {
  bytes::Budget budget({.items = 1000, .bytes = 1U << 20U, .depth = 8});
  ASSAY_TRY(const auto root, formats::json::parse(json, budget));
  const auto version = root.is_object() ? root.find("version") : root.end();
  if (!root.is_object() || version == root.end() || *version != 1)
    return fail(ErrorKind::malformed, "enrolment: expected an object with \"version\": 1");
  Enrolment out;
  ASSAY_TRY(out.server, member(root, "server"));
  ASSAY_TRY(const auto ak_name, member(root, "ak_name"));
  ASSAY_TRY(out.ek_sha256, member(root, "ek_sha256"));
  ASSAY_TRY(const auto activated, member(root, "activated"));
  ASSAY_TRY(const auto line, member(root, "signature"));
  auto name = bytes::from_hex(ak_name);
  if (!name || name->size() < 3)
    return fail(ErrorKind::malformed, "enrolment: \"ak_name\" is not a TPM Name in hex");
  out.ak_name = *std::move(name);
  if (out.ek_sha256.size() != 64 || !bytes::from_hex(out.ek_sha256))
    return fail(ErrorKind::malformed, "enrolment: \"ek_sha256\" is not 64 hex digits");
  const auto time = base::parse_rfc3339(activated);
  if (!time) return fail(ErrorKind::malformed, "enrolment: \"activated\" is not an RFC 3339 time");
  out.activated = *time;
  ASSAY_TRY(out.signature, proof::parse_signature_line(line));
  out.signed_text = enrolment_text(out.server, ak_name, out.ek_sha256, activated);
  std::ranges::transform(out.ek_sha256, out.ek_sha256.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  });
  return out;
}

}  // namespace assay::inspect::boot
