#include "formats/bmc/kernel.h"

#include <algorithm>
#include <array>

#include "bytes/text.h"

namespace assay::formats::bmc {
namespace {

using bytes::Reader;

std::uint32_t le32_of(const Reader& image, std::uint64_t at) noexcept {
  auto part = image.at(at, 4, "word");
  return part ? part->le32("word").value_or(0) : 0;
}

bool text_at(const Reader& image, std::uint64_t at, std::string_view wanted) noexcept {
  const auto part = image.at(at, wanted.size(), "magic");
  return part && bytes::as_chars(part->rest()) == wanted;
}

std::optional<Kernel> zimage(const Reader& image) noexcept {
  constexpr std::uint32_t kMagic = 0x016F2818;
  if (le32_of(image, 0x24) != kMagic) return std::nullopt;
  const std::uint32_t start = le32_of(image, 0x28);
  const std::uint32_t end = le32_of(image, 0x2C);
  return Kernel{.form = KernelForm::zimage, .size = end > start ? end - start : 0};
}

std::optional<Kernel> flat_image(const Reader& image) noexcept {
  using namespace std::string_view_literals;
  const bool arm64 = text_at(image, 0x38, "ARM\x64"sv);
  const bool riscv = text_at(image, 0x38, "RSC\x05"sv);
  if (!arm64 && !riscv) return std::nullopt;
  // image_size counts what the kernel needs at run time: files are a little shorter.
  auto part = image.at(0x10, 8, "image_size");
  return Kernel{.form = arm64 ? KernelForm::arm64_image : KernelForm::riscv_image,
                .size = part ? part->le64("image_size").value_or(0) : 0};
}

std::optional<Kernel> bzimage(const Reader& image) noexcept {
  if (!text_at(image, 0x202, "HdrS") || !text_at(image, 0x1FE, "\x55\xAA")) return std::nullopt;
  Kernel k{.form = KernelForm::bzimage};
  const std::uint32_t sectors = std::max(1U, le32_of(image, 0x1F1) & 0xFFU);
  k.size = (std::uint64_t{sectors} + 1) * 512 + std::uint64_t{le32_of(image, 0x1F4)} * 16;
  const std::uint64_t text = (le32_of(image, 0x20E) & 0xFFFFU) + 0x200;
  const auto whole = bytes::as_chars(image.whole());
  if (text > 0x200 && text < whole.size()) {
    k.version = whole.substr(static_cast<std::size_t>(text), 256);
    k.version = k.version.substr(0, k.version.find('\0'));
  }
  return k;
}

bool visible(char c) noexcept { return c >= ' ' && c <= '~'; }

// What stands at `at` up to the end of the line or text.
std::string_view line_at(std::string_view all, std::size_t at) noexcept {
  const auto rest = all.substr(at, 200);
  const auto end = std::ranges::find_if_not(rest, visible);
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

}  // namespace

std::string_view name(KernelForm form) noexcept {
  switch (form) {
    case KernelForm::zimage:
      return "zImage";
    case KernelForm::arm64_image:
      return "Image (arm64)";
    case KernelForm::riscv_image:
      return "Image (RISC-V)";
    case KernelForm::bzimage:
      return "bzImage";
  }
  return "kernel";
}

std::optional<Kernel> recognise_kernel(Reader image) noexcept {
  if (const auto k = zimage(image)) return k;
  if (const auto k = flat_image(image)) return k;
  return bzimage(image);
}

std::optional<Elf> recognise_elf(Reader image) noexcept {
  if (!text_at(image, 0,
               "\x7F"
               "ELF"))
    return std::nullopt;
  const auto head = image.at(0, 52, "ELF header");
  if (!head) return std::nullopt;
  Reader r = *head;
  static_cast<void>(r.skip(4, "magic"));
  const auto width = r.u8("EI_CLASS").value_or(0);
  const auto order = r.u8("EI_DATA").value_or(0);
  if (width < 1 || width > 2 || order < 1 || order > 2) return std::nullopt;
  static_cast<void>(r.skip(10, "e_ident"));
  Elf out{.wide = width == 2, .big = order == 2};
  out.type = (out.big ? r.be16("e_type") : r.le16("e_type")).value_or(0);
  out.machine = (out.big ? r.be16("e_machine") : r.le16("e_machine")).value_or(0);
  static_cast<void>(r.skip(4, "e_version"));
  if (out.wide)
    out.entry = (out.big ? r.be64("e_entry") : r.le64("e_entry")).value_or(0);
  else
    out.entry = (out.big ? r.be32("e_entry") : r.le32("e_entry")).value_or(0);
  return out;
}

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case 3:
      return "x86";
    case 8:
      return "MIPS";
    case 20:
      return "PowerPC";
    case 21:
      return "PowerPC64";
    case 40:
      return "ARM";
    case 42:
      return "SuperH";
    case 62:
      return "x86_64";
    case 183:
      return "AArch64";
    case 243:
      return "RISC-V";
    default:
      return "machine " + std::to_string(machine);
  }
}

std::string_view find_uboot_version(bytes::ByteSpan image) noexcept {
  const auto all = bytes::as_chars(image);
  for (const std::string_view start : {"U-Boot SPL ", "U-Boot "})
    for (auto at = all.find(start); at != std::string_view::npos; at = all.find(start, at + 1)) {
      const auto line = line_at(all, at);
      const auto year = line.substr(start.size());
      // "U-Boot 2019.01" or, before 2008, "U-Boot 1.1.4".
      if (year.size() > 4 && (year.starts_with("20") || year.starts_with("1.")) &&
          year.substr(0, 8).find('.') != std::string_view::npos)
        return line;
    }
  return {};
}

std::string_view find_version(bytes::ByteSpan image) noexcept {
  const auto all = bytes::as_chars(image);
  // A format's own "%s" is a message, not a version.
  constexpr std::array<std::string_view, 4> kStarts{"Linux version ", "OP-TEE version: ", "BL31: v",
                                                    "Ver "};
  for (const auto start : {kStarts[0], kStarts[1], kStarts[2]})
    for (auto at = all.find(start); at != std::string_view::npos; at = all.find(start, at + 1)) {
      const auto line = line_at(all, at);
      if (line.size() > start.size() && line.find('%') == std::string_view::npos) return line;
    }
  return find_uboot_version(image);
}

}  // namespace assay::formats::bmc
