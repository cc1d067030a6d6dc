#include "formats/ima/fields.h"

#include "base/error.h"
#include "bytes/text.h"
#include "formats/ima/entry_reader.h"

namespace assay::formats::ima {
namespace {

using bytes::Parsed;
using bytes::Reader;

// The kernel counts the NUL into the names of all templates but "ima".
std::string_view without_nul(bytes::ByteSpan data) noexcept {
  const std::string_view text = bytes::as_chars(data);
  return text.ends_with('\0') ? text.substr(0, text.size() - 1) : text;
}

// "sha256:\0" + digest; with a type in front for d-ngv2, "verity:sha256:\0" + digest. A violation
// keeps the algorithm and has zeros, not always as many as the algorithm's digest.
Parsed<std::optional<FileDigest>> prefixed_digest(const Field& field, bool with_type) noexcept {
  if (field.data.empty()) return std::nullopt;
  const std::string_view text = bytes::as_chars(field.data);
  FileDigest digest;
  std::size_t at = 0;
  if (with_type) {
    at = text.find(':');
    if (at == std::string_view::npos)
      return bytes::bad_value(field.offset, "d-ngv2", "type, ':', algorithm, ':', NUL, digest");
    digest.type = text.substr(0, at++);
  }
  const std::size_t colon = text.find(':', at);
  if (colon == std::string_view::npos || colon + 1 >= text.size() || text[colon + 1] != '\0')
    return bytes::bad_value(field.offset, "d-ng", "algorithm, ':', NUL, digest");
  digest.algorithm = text.substr(at, colon - at);
  digest.alg = hash_alg_from_kernel(digest.algorithm);
  digest.value = field.data.subspan(colon + 2);
  return digest;
}

// In the log's byte order; the kernel writes as many bytes as its own type has: 4 for owners, 2 for
// the mode.
Parsed<std::optional<std::uint64_t>> number(const Field& field, ByteOrder order) noexcept {
  const std::size_t size = field.data.size();
  if (size == 0) return std::nullopt;
  if (size != 1 && size != 2 && size != 4 && size != 8)
    return bytes::bad_value(field.offset, "uint", "1, 2, 4 or 8 bytes");
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = order == ByteOrder::big ? i : size - 1 - i;
    value = value << 8U | static_cast<std::uint8_t>(field.data[at]);
  }
  return value;
}

template <class T>
void keep_first(T& slot, const T& value) noexcept {
  if (slot == T{}) slot = value;
}
void keep_first(bytes::ByteSpan& slot, bytes::ByteSpan value) noexcept {
  if (slot.empty()) slot = value;
}
void keep_first(std::optional<FileDigest>& slot, const std::optional<FileDigest>& value) noexcept {
  if (!slot) slot = value;
}

// Files one field under its meaning; identifiers that the kernel does not define stay raw.
Parsed<void> file_under(EntryFields& out, const Field& field, ByteOrder order) noexcept {
  const std::string_view id = field.id;
  if (id == "d") {
    if (!field.data.empty()) keep_first(out.digest, FileDigest{.value = field.data});
  } else if (id == "d-ng" || id == "d-ngv2") {
    ASSAY_TRY(const std::optional<FileDigest> digest, prefixed_digest(field, id == "d-ngv2"));
    keep_first(out.digest, digest);
  } else if (id == "d-modsig") {
    ASSAY_TRY(const std::optional<FileDigest> digest, prefixed_digest(field, false));
    keep_first(out.modsig_digest, digest);
  } else if (id == "n" || id == "n-ng") {
    keep_first(out.path, without_nul(field.data));
  } else if (id == "sig") {
    keep_first(out.signature, field.data);
  } else if (id == "modsig") {
    keep_first(out.modsig, field.data);
  } else if (id == "buf") {
    keep_first(out.buffer, field.data);
  } else if (id == "evmsig") {
    keep_first(out.evm_signature, field.data);
  } else if (id == "xattrnames") {
    keep_first(out.xattr_names, without_nul(field.data));
  } else if (id == "xattrlengths") {
    keep_first(out.xattr_lengths, field.data);
  } else if (id == "xattrvalues") {
    keep_first(out.xattr_values, field.data);
  } else if (id == "iuid" || id == "igid" || id == "imode") {
    ASSAY_TRY(const std::optional<std::uint64_t> value, number(field, order));
    keep_first(id == "iuid" ? out.uid : id == "igid" ? out.gid : out.mode, value);
  }
  return {};
}

Parsed<Field> read_field(Reader& reader, ByteOrder order, std::string_view id) noexcept {
  ASSAY_TRY(const std::uint32_t size, read_u32(reader, order, "field length"));
  Field field{.id = id, .offset = reader.offset(), .data = {}};
  ASSAY_TRY(field.data, reader.take(size, "field data"));
  return field;
}

Parsed<EntryFields> decode_legacy(Reader reader, ByteOrder order) noexcept {
  EntryFields out;
  out.template_known = true;
  out.count = 2;
  out.fields[0] = {.id = "d", .offset = reader.offset(), .data = {}};
  ASSAY_TRY(out.fields[0].data, reader.take(kLegacyDigest, "d"));
  ASSAY_TRY(out.fields[1], read_field(reader, order, "n"));
  ASSAY_CHECK(reader.finish("template data"));
  out.digest = FileDigest{.value = out.fields[0].data};
  out.path = without_nul(out.fields[1].data);
  return out;
}

EntryFields decode_unknown(Reader reader, ByteOrder order) noexcept {
  EntryFields out;
  while (!reader.empty()) {
    const auto field = out.count < kMaxFields ? read_field(reader, order, {})
                                              : bytes::bad_value(reader.offset(), "field", "");
    if (!field) return {};  // not made of length-delimited parts after all
    out.fields.at(out.count++) = *field;
  }
  return out;
}

Parsed<EntryFields> decode_format(Reader reader, ByteOrder order,
                                  std::string_view format) noexcept {
  EntryFields out;
  out.template_known = is_known_format(format);
  for (bool more = true; more;) {
    const std::size_t bar = format.find('|');
    more = bar != std::string_view::npos;
    Field& field = out.fields.at(out.count++);
    ASSAY_TRY(field, read_field(reader, order, format.substr(0, bar)));
    if (more) format.remove_prefix(bar + 1);
    ASSAY_CHECK(file_under(out, field, order));
  }
  ASSAY_CHECK(reader.finish("template data"));
  return out;
}

}  // namespace

Parsed<EntryFields> decode(const Entry& entry) noexcept {
  const Reader reader(entry.template_data, entry.data_offset);
  if (entry.is_legacy()) return decode_legacy(reader, entry.order);
  const auto format = format_of(entry.template_name);
  if (!format) return decode_unknown(reader, entry.order);
  auto fields = decode_format(reader, entry.order, *format);
  if (!fields && !is_known_format(*format)) return decode_unknown(reader, entry.order);
  return fields;
}

std::optional<crypto::HashAlg> hash_alg_from_kernel(std::string_view name) noexcept {
  using crypto::HashAlg;
  if (name == "sm3" || name == "sm3-256") return HashAlg::sm3_256;
  if (name == "sha3-256") return HashAlg::sha3_256;
  if (name == "sha3-384") return HashAlg::sha3_384;
  if (name == "sha3-512") return HashAlg::sha3_512;
  return crypto::hash_alg_from_name(name);
}

}  // namespace assay::formats::ima
