#include "support/ovmf.h"

#include <algorithm>
#include <stdexcept>

#include "base/filesystem.h"
#include "bytes/text.h"
#include "bytes/writer.h"
#include "formats/pi/unpack.h"
#include "formats/pi/volume.h"
#include "support/pi_builder.h"

namespace assay::testing {
namespace {

namespace pi = formats::pi;

constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kGuidedHeader = 24;  // of the packed section: Size, Type, GUID, offset, flags
constexpr std::uint8_t kPe32 = 0x10;

std::size_t size24(bytes::ByteSpan bytes, std::size_t at) {
  return std::to_integer<std::size_t>(bytes[at]) |
         std::to_integer<std::size_t>(bytes[at + 1]) << 8U |
         std::to_integer<std::size_t>(bytes[at + 2]) << 16U;
}

std::size_t aligned(std::size_t at, std::size_t to) { return (at + to - 1) / to * to; }

std::byte negative_sum(bytes::ByteSpan bytes) {
  unsigned sum = 0;
  for (const std::byte b : bytes) sum += std::to_integer<unsigned>(b);
  return static_cast<std::byte>((0x100U - (sum & 0xFFU)) & 0xFFU);
}

formats::uefi::Guid guid_at(bytes::ByteSpan bytes, std::size_t at) {
  formats::uefi::Guid out;
  std::ranges::copy(bytes.subspan(at, 16), out.raw.begin());
  return out;
}

void append(base::Bytes& to, bytes::ByteSpan more) {
  to.insert(to.end(), more.begin(), more.end());
}

base::Bytes driver_file(const formats::uefi::Guid& guid, const std::string& name,
                        bytes::ByteSpan code) {
  const auto body = pi_sections({pi_section(kPe32, code), pi_section(0x15, pi_text(name))});
  return pi_file(guid, 0x07, body);
}

}  // namespace

base::Bytes microcode_update(std::uint32_t revision) {
  constexpr std::uint32_t kTotal = 2048;
  bytes::Writer out;
  out.le32(1).le32(revision).le32(0x11252026).le32(0x000306c3).le32(0).le32(1).le32(0x32);
  out.le32(kTotal - 48).le32(kTotal).le32(0).le32(0).le32(0);
  for (std::uint32_t i = 12; i < kTotal / 4; ++i) out.le32(i * 2'654'435'761U ^ revision);
  auto bytes = std::move(out).release();
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 4)
    sum += std::to_integer<std::uint32_t>(bytes[i]) |
           std::to_integer<std::uint32_t>(bytes[i + 1]) << 8U |
           std::to_integer<std::uint32_t>(bytes[i + 2]) << 16U |
           std::to_integer<std::uint32_t>(bytes[i + 3]) << 24U;
  bytes::Writer checksum;
  checksum.le32(0U - sum);
  std::ranges::copy(std::move(checksum).release(), bytes.begin() + 16);
  return bytes;
}

std::optional<Ovmf> Ovmf::load() {
  const base::PosixFileSystem disk;
  const auto variables = disk.read("/usr/share/OVMF/OVMF_VARS_4M.ms.fd", 16U << 20U);
  const auto code = disk.read("/usr/share/OVMF/OVMF_CODE_4M.fd", 16U << 20U);
  if (!variables || !code) return std::nullopt;
  Ovmf out;
  out.original_ = *variables;
  append(out.original_, *code);
  out.variables_ = *variables;
  bytes::Budget budget;
  const auto volume = pi::parse_volume(bytes::Reader(*code), budget).value();
  out.outer_.assign(code->begin(), code->begin() + static_cast<std::ptrdiff_t>(volume.length));
  out.rest_.assign(code->begin() + static_cast<std::ptrdiff_t>(volume.length), code->end());
  // Its first file is the packed one, perhaps behind a pad file.
  auto at = static_cast<std::size_t>(volume.header_size);
  while (std::to_integer<unsigned>(out.outer_[at + 18]) != 0x0B)
    at = aligned(at + size24(out.outer_, at + 20), 8);
  out.packed_at_ = at;
  out.packed_name_ = guid_at(out.outer_, at);
  const auto section = at + kFileHeader;
  out.packing_ = guid_at(out.outer_, section + 4);
  const auto size = size24(out.outer_, section);
  const auto stream =
      bytes::ByteSpan(out.outer_).subspan(section + kGuidedHeader, size - kGuidedHeader);
  out.inner_ = pi::unpack(pi::Packing::lzma, bytes::Reader(stream), false, budget).value().bytes;
  const auto pei = pi::find_volume(out.inner_, 0).value();
  bytes::Budget more;
  const auto first =
      pi::parse_volume(bytes::Reader(bytes::ByteSpan(out.inner_).subspan(pei)), more).value();
  out.dxe_ = pi::find_volume(out.inner_, pei + first.length).value();
  out.dxe_size_ =
      pi::parse_volume(bytes::Reader(bytes::ByteSpan(out.inner_).subspan(out.dxe_)), more)
          .value()
          .length;
  return out;
}

base::Bytes Ovmf::flash() const {
  const auto packed = pi_lzma(inner_);
  auto file = pi_file(packed_name_, 0x0B, pi_guided_section(packing_, 1, packed));
  auto volume = outer_;
  const auto put = [&](bytes::ByteSpan bytes, std::size_t at) {
    if (at + bytes.size() > volume.size()) throw std::runtime_error("the volume is too small");
    std::ranges::copy(bytes, volume.begin() + static_cast<std::ptrdiff_t>(at));
  };
  // All between the file and what was put into the free space reads as erased.
  const auto old_end = packed_at_ + size24(outer_, packed_at_ + 20);
  std::fill(volume.begin() + static_cast<std::ptrdiff_t>(packed_at_),
            volume.begin() + static_cast<std::ptrdiff_t>(old_end), std::byte{0xFF});
  put(file, packed_at_);
  put(behind_, aligned(packed_at_ + file.size(), 8));
  auto out = variables_;
  append(out, volume);
  append(out, rest_);
  return out;
}

std::optional<Ovmf::File> Ovmf::find(const formats::uefi::Guid& guid) const {
  const auto end = end_of_files();
  for (std::size_t at = dxe_ + 0x48; at < end;) {
    const File file{at, size24(inner_, at + 20)};
    if (guid_at(inner_, at) == guid) return file;
    at = dxe_ + aligned(at - dxe_ + file.size, 8);
  }
  return std::nullopt;
}

std::size_t Ovmf::end_of_files() const {
  std::size_t at = dxe_ + 0x48;
  while (at + kFileHeader < dxe_ + dxe_size_) {
    const auto header = bytes::ByteSpan(inner_).subspan(at, kFileHeader);
    if (std::ranges::all_of(header, [](std::byte b) { return b == std::byte{0xFF}; })) break;
    at = dxe_ + aligned(at - dxe_ + size24(inner_, at + 20), 8);
  }
  return at;
}

// IntegrityCheck.File over the body where the file has one, IntegrityCheck.Header over the header
// with it and State as zero.
void Ovmf::sum(const File& file) {
  const auto bytes = std::span(inner_).subspan(file.at, file.size);
  const bool summed = (bytes[19] & std::byte{0x40}) != std::byte{0};
  const auto state = bytes[23];
  bytes[16] = bytes[17] = bytes[23] = std::byte{0};
  bytes[16] = negative_sum(bytes.first(kFileHeader));
  bytes[17] = summed ? negative_sum(bytes.subspan(kFileHeader)) : std::byte{0xAA};
  bytes[23] = state;
}

void Ovmf::insert_driver(const formats::uefi::Guid& guid, const std::string& name) {
  base::Bytes code(4096);
  for (std::size_t i = 0; i < code.size(); ++i) code[i] = static_cast<std::byte>(i * 7 % 251);
  const auto file = driver_file(guid, name, code);
  const auto at = end_of_files();
  if (at + file.size() > dxe_ + dxe_size_) throw std::runtime_error("the volume is full");
  std::ranges::copy(file, inner_.begin() + static_cast<std::ptrdiff_t>(at));
}

void Ovmf::change_code(const formats::uefi::Guid& guid) {
  const auto file = find(guid).value();
  for (std::size_t at = file.at + kFileHeader; at + 4 < file.at + file.size;) {
    const auto size = size24(inner_, at);
    if (std::to_integer<std::uint8_t>(inner_[at + 3]) == kPe32) {
      inner_[at + (size / 2)] ^= std::byte{1};
      sum(file);
      return;
    }
    at = file.at + kFileHeader + aligned(at - file.at - kFileHeader + size, 4);
  }
  throw std::runtime_error("the driver has no code");
}

void Ovmf::remove(const formats::uefi::Guid& guid) {
  const auto file = find(guid).value();
  const auto bytes = std::span(inner_).subspan(file.at, file.size);
  std::fill(bytes.begin(), bytes.begin() + 16, std::byte{0xFF});
  bytes[18] = std::byte{0xF0};
  bytes[19] = std::byte{0};
  std::fill(bytes.begin() + kFileHeader, bytes.end(), std::byte{0xFF});
  sum(file);
}

void Ovmf::add_microcode(std::uint32_t revision) {
  constexpr auto kName = "17088572-377f-44ef-8f4e-b09fff46a070";
  behind_ = pi_file(formats::uefi::Guid::parse(kName).value(), 0x01, microcode_update(revision));
}

void Ovmf::change_variable(const std::string& name) {
  // Of an authenticated variable's header the last words are NameSize, DataSize and VendorGuid.
  const auto text = pi_text(name);
  const auto found = std::ranges::search(variables_, text);
  if (found.empty()) throw std::runtime_error("there is no such variable");
  const auto at = static_cast<std::size_t>(found.begin() - variables_.begin());
  std::size_t size = 0;
  for (unsigned i = 0; i < 4; ++i)
    size |= std::to_integer<std::size_t>(variables_[at - 20 + i]) << (8 * i);
  variables_[at + text.size() + size - 1] ^= std::byte{1};
}

void Ovmf::hide_volume(const formats::uefi::Guid& driver) {
  base::Bytes code(2048, std::byte{0x90});
  const auto volume =
      pi_volume({driver_file(driver, "HiddenDxe", code)}, 0x4000, guid_at(outer_, 16));
  std::ranges::copy(volume, outer_.begin() + 0x2F0000);
}

void Ovmf::change_free_byte() { outer_[0x2E1234] = std::byte{0x42}; }

}  // namespace assay::testing
