#include "formats/x509/general_name.h"

#include "bytes/text.h"
#include "formats/der/value.h"

namespace assay::formats::x509 {

bytes::Parsed<GeneralNames> parse_general_name_list(bytes::Reader content, bytes::Budget& budget,
                                                    std::string_view field) {
  GeneralNames out;
  while (!content.empty()) {
    ASSAY_TRY(const der::Tlv tlv, der::read(content, budget, field));
    if (tlv.tag_class != der::TagClass::context)
      return bytes::bad_value(tlv.offset, field, "a GeneralName, tagged [0] to [8]");
    GeneralName name{.kind = tlv.number, .content = tlv.content.whole(), .text = {}};
    if (tlv.number == 1 || tlv.number == 2 || tlv.number == 6) {
      ASSAY_CHECK(budget.bytes(name.content.size(), tlv.offset, field));
      name.text = bytes::to_string(name.content);
    } else if (tlv.number == 4) {
      bytes::Reader inner = tlv.content;  // EXPLICIT, since Name is a CHOICE
      ASSAY_TRY(Name directory, parse_name(inner, budget, field));
      ASSAY_CHECK(inner.finish(field));
      out.directory.push_back(std::move(directory));
    }
    out.all.push_back(std::move(name));
  }
  return out;
}

bytes::Parsed<GeneralNames> parse_general_names(bytes::Reader& reader, bytes::Budget& budget,
                                                std::string_view field) {
  ASSAY_TRY(const der::Tlv sequence, der::expect(reader, budget, der::Tag::sequence, field));
  return parse_general_name_list(sequence.content, budget, field);
}

std::optional<TpmIdentity> tpm_identity(const std::vector<Name>& names) {
  for (const Name& name : names) {
    const auto manufacturer = name.find("2.23.133.2.1");
    const auto model = name.find("2.23.133.2.2");
    const auto version = name.find("2.23.133.2.3");
    if (!manufacturer && !model && !version) continue;
    return TpmIdentity{std::string(manufacturer.value_or("")), std::string(model.value_or("")),
                       std::string(version.value_or(""))};
  }
  return std::nullopt;
}

std::string TpmIdentity::vendor() const {
  if (!manufacturer.starts_with("id:")) return {};
  const auto letters = bytes::from_hex(std::string_view(manufacturer).substr(3));
  if (!letters || letters->size() != 4) return {};
  std::string out = bytes::to_string(*letters);
  while (!out.empty() && (out.back() == '\0' || out.back() == ' ')) out.pop_back();
  for (const char c : out)
    if (c < 0x21 || c > 0x7E) return {};
  return out;
}

}  // namespace assay::formats::x509
