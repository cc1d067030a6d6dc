#include "formats/pe/image.h"

#include "base/error.h"
#include "bytes/text.h"

namespace assay::formats::pe {
namespace {

using bytes::bad_value;
using bytes::Budget;
using bytes::Parsed;
using bytes::Reader;

constexpr std::uint16_t kMz = 0x5A4D;
constexpr std::uint16_t kVz = 0x5A56;
constexpr std::uint32_t kPe00 = 0x00004550;
constexpr std::uint32_t kFileHeader = 24;  // with the signature
constexpr std::uint32_t kTeHeader = 40;
constexpr std::uint32_t kSectionHeader = 40;

bytes::ByteSpan without_nuls(bytes::ByteSpan name) noexcept {
  while (!name.empty() && name.back() == std::byte{0}) name = name.first(name.size() - 1);
  return name;
}

// `cut` bytes were taken away from the front of the file that the table speaks of.
Parsed<void> parse_sections(Reader& r, std::uint32_t count, std::int64_t cut, Budget& budget,
                            Image& out) {
  ASSAY_CHECK(budget.items(count, r.offset(), "NumberOfSections"));
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint64_t at = r.offset();
    ASSAY_TRY(const auto head, r.fixed<kSectionHeader>("NumberOfSections"));
    Section s;
    s.name = without_nuls(head.first<8>());
    s.virtual_size = bytes::le32_at<8>(head);
    s.virtual_address = bytes::le32_at<12>(head);
    s.raw_size = bytes::le32_at<16>(head);
    const std::int64_t raw = std::int64_t{bytes::le32_at<20>(head)} - cut;
    s.characteristics = bytes::le32_at<36>(head);
    s.header_offset = at - out.offset;
    const bool before = raw < 0 && s.raw_size != 0;
    s.raw_offset = raw < 0 ? 0 : static_cast<std::uint64_t>(raw);
    if (before) {
      out.problems.push_back({bytes::Fault::bad_value, at + 20, "PointerToRawData",
                              "behind the bytes that were stripped"});
      s.raw_size = 0;
    } else if (s.raw_size != 0 &&
               (s.raw_offset > out.file.size() || s.raw_size > out.file.size() - s.raw_offset)) {
      out.problems.push_back(
          {bytes::Fault::truncated,
           at + 16,
           "SizeOfRawData",
           {},
           s.raw_size,
           out.file.size() - std::min<std::uint64_t>(s.raw_offset, out.file.size())});
    }
    out.sections.push_back(s);
  }
  return {};
}

Parsed<void> parse_directories(Reader& r, std::uint32_t count, Image& out) {
  out.directory_table = static_cast<std::uint32_t>(r.offset() - out.offset);
  out.directory_count = std::min<std::uint32_t>(count, 16);
  for (std::uint32_t i = 0; i < out.directory_count; ++i) {
    ASSAY_TRY(const auto entry, r.fixed<8>("NumberOfRvaAndSizes"));
    out.directories[i] = {bytes::le32_at<0>(entry), bytes::le32_at<4>(entry)};
  }
  return {};
}

// The optional header is parsed inside the bytes that SizeOfOptionalHeader gives it.
Parsed<void> parse_optional_header(Reader r, Image& out) {
  const std::uint64_t at = r.offset();
  const auto start = static_cast<std::uint32_t>(at - out.offset);
  Reader ahead = r;
  ASSAY_TRY(const std::uint16_t magic, ahead.le16("Magic"));
  if (magic != 0x10B && magic != 0x20B)
    return bad_value(at, "Magic", "0x10b (PE32) or 0x20b (PE32+)");
  out.form = magic == 0x10B ? Form::pe32 : Form::pe32_plus;
  ASSAY_TRY(const auto head, r.fixed<72>("SizeOfOptionalHeader"));
  out.entry = bytes::le32_at<16>(head);
  const bool wide = out.form == Form::pe32_plus;
  out.image_base = wide ? bytes::le64_at<24>(head) : bytes::le32_at<28>(head);
  out.image_base_field = start + (wide ? 24U : 28U);
  out.section_alignment = bytes::le32_at<32>(head);
  out.size_of_image = bytes::le32_at<56>(head);
  out.size_of_headers = bytes::le32_at<60>(head);
  out.checksum = bytes::le32_at<64>(head);
  out.checksum_field = start + 64;
  out.subsystem = bytes::le16_at<68>(head);
  out.dll_characteristics = bytes::le16_at<70>(head);
  // Stack and heap sizes: four numbers of the word's width; then LoaderFlags.
  ASSAY_CHECK(r.skip(wide ? 36 : 20, "SizeOfOptionalHeader"));
  ASSAY_TRY(const std::uint32_t count, r.le32("NumberOfRvaAndSizes"));
  return parse_directories(r, count, out);
}

Parsed<Image> parse_pe(Reader r, Budget& budget) {
  Image out;
  out.file = r.rest();
  out.offset = r.offset();
  const Reader whole(out.file, out.offset);
  ASSAY_TRY(const auto dos, r.fixed<64>("IMAGE_DOS_HEADER"));
  out.pe_header = bytes::le32_at<60>(dos);
  ASSAY_TRY(Reader nt, whole.at(out.pe_header, kFileHeader, "e_lfanew"));
  ASSAY_TRY(const auto head, nt.fixed<kFileHeader>("Signature"));
  const std::uint64_t at = out.offset + out.pe_header;
  if (bytes::le32_at<0>(head) != kPe00) return bad_value(at, "Signature", "\"PE\\0\\0\"");
  out.machine = bytes::le16_at<4>(head);
  const std::uint16_t sections = bytes::le16_at<6>(head);
  out.timestamp = bytes::le32_at<8>(head);
  out.timestamp_field = out.pe_header + 8;
  const std::uint16_t optional_size = bytes::le16_at<20>(head);
  out.characteristics = bytes::le16_at<22>(head);
  ASSAY_TRY(const Reader optional, whole.at(std::uint64_t{out.pe_header} + kFileHeader,
                                            optional_size, "SizeOfOptionalHeader"));
  ASSAY_CHECK(parse_optional_header(optional, out));
  const std::uint64_t table = std::uint64_t{out.pe_header} + kFileHeader + optional_size;
  ASSAY_TRY(Reader list,
            whole.at(table, std::uint64_t{sections} * kSectionHeader, "NumberOfSections"));
  ASSAY_CHECK(parse_sections(list, sections, 0, budget, out));
  if (out.size_of_headers > out.file.size())
    out.problems.push_back({bytes::Fault::truncated,
                            at + kFileHeader + 60,
                            "SizeOfHeaders",
                            {},
                            out.size_of_headers,
                            out.file.size()});
  return out;
}

Parsed<Image> parse_te(Reader r, Budget& budget) {
  Image out;
  out.form = Form::te;
  out.file = r.rest();
  out.offset = r.offset();
  ASSAY_TRY(const auto head, r.fixed<kTeHeader>("EFI_TE_IMAGE_HEADER"));
  out.machine = bytes::le16_at<2>(head);
  const std::uint8_t sections = bytes::u8_at<4>(head);
  out.subsystem = bytes::u8_at<5>(head);
  out.stripped = bytes::le16_at<6>(head);
  out.entry = bytes::le32_at<8>(head);
  out.image_base = bytes::le64_at<16>(head);
  out.image_base_field = 16;
  out.directory_table = 24;
  // Where its two directories stand in a PE, so that who looks for them need not ask which form.
  const auto put = [&out](Directory which, std::uint32_t address, std::uint32_t size) {
    out.directories[static_cast<std::size_t>(which)] = {address, size};
  };
  put(Directory::base_relocation, bytes::le32_at<24>(head), bytes::le32_at<28>(head));
  put(Directory::debug, bytes::le32_at<32>(head), bytes::le32_at<36>(head));
  out.directory_count = 2;
  if (out.stripped < kTeHeader)
    return bad_value(out.offset + 6, "StrippedSize", "at least 40, what the TE header replaces");
  out.size_of_headers = kTeHeader + std::uint32_t{sections} * kSectionHeader;
  ASSAY_CHECK(parse_sections(r, sections, std::int64_t{out.stripped} - kTeHeader, budget, out));
  return out;
}

}  // namespace

bool Section::named(std::string_view ascii) const noexcept {
  return bytes::as_chars(name) == ascii;
}

const Section* Image::section(std::string_view wanted) const noexcept {
  for (const Section& s : sections)
    if (s.named(wanted)) return &s;
  return nullptr;
}

bytes::ByteSpan Image::bytes_of(const Section& s) const noexcept {
  if (s.raw_offset >= file.size()) return {};
  const auto rest = file.subspan(static_cast<std::size_t>(s.raw_offset));
  return rest.first(std::min<std::size_t>(rest.size(), s.raw_size));
}

std::optional<std::uint64_t> Image::at_rva(std::uint64_t rva, std::uint64_t size) const noexcept {
  for (const Section& s : sections) {
    if (rva < s.virtual_address || rva - s.virtual_address >= s.raw_size) continue;
    const std::uint64_t in = rva - s.virtual_address;
    const std::uint64_t have = bytes_of(s).size();
    if (in <= have && size <= have - in) return s.raw_offset + in;
  }
  // What lies before the first section is mapped as it stands in the file, in PE alone.
  if (form == Form::te || rva > size_of_headers || size > size_of_headers - rva ||
      size_of_headers > file.size())
    return std::nullopt;
  return rva;
}

bytes::ByteSpan Image::certificate_table() const noexcept {
  const DirectoryEntry d = directory(Directory::certificate);
  if (form == Form::te || d.size == 0 || d.address >= file.size()) return {};
  const auto rest = file.subspan(d.address);
  return rest.first(std::min<std::size_t>(rest.size(), d.size));
}

Parsed<Image> parse_image(Reader reader, Budget& budget) {
  Reader ahead = reader;
  ASSAY_TRY(const std::uint16_t magic, ahead.le16("Signature"));
  if (magic == kMz) return parse_pe(reader, budget);
  if (magic == kVz) return parse_te(reader, budget);
  return bad_value(reader.offset(), "Signature", "\"MZ\" (PE) or \"VZ\" (TE)");
}

bool looks_like_image(bytes::ByteSpan b) noexcept {
  Reader r(b);
  const auto magic = r.le16("Signature");
  if (!magic) return false;
  if (*magic == kVz) {
    const auto machine = r.le16("Machine");
    if (!machine || !known_machine(*machine)) return false;
    const auto head = r.fixed<4>("NumberOfSections");
    return head && bytes::u8_at<0>(*head) != 0 && bytes::u8_at<0>(*head) <= 96 &&
           bytes::le16_at<2>(*head) >= kTeHeader;
  }
  if (*magic != kMz) return false;
  auto field = Reader(b).at(60, 4, "e_lfanew");
  const auto pe = field ? field->le32("e_lfanew") : std::unexpected(field.error());
  auto at = pe ? Reader(b).at(*pe, 4, "Signature") : std::unexpected(pe.error());
  const auto signature = at ? at->le32("Signature") : std::unexpected(at.error());
  return signature && *signature == kPe00;
}

}  // namespace assay::formats::pe
