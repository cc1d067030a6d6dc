// EV_IPL: what boot loaders write. No specification says what the data means; each loader has its
// own habit, and the text's beginning tells which.
#include <algorithm>
#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/tcg/describe_parts.h"
#include "formats/uefi/text.h"

namespace assay::formats::tcg {
namespace {

constexpr std::size_t kMaxShown = 4096;

struct Prefix {
  std::string_view text;
  std::string_view what;
  std::string_view key;
};

// GRUB's measured commands and command lines, with the colon of today and without it as in 2.02's
// patches. The longer prefix comes first.
constexpr Prefix kGrub[] = {
    {"grub_cmd: ", "grub command", "command"},
    {"grub_cmd ", "grub command", "command"},
    {"kernel_cmdline: ", "kernel command line", "cmdline"},
    {"grub_kernel_cmdline: ", "kernel command line", "cmdline"},
    {"grub_kernel_cmdline ", "kernel command line", "cmdline"},
    {"module_cmdline: ", "module command line", "cmdline"},
    {"grub_module ", "grub module", "file"},
};

// A command's first word; of "timeout=5" only the name, since the value may change.
std::string_view first_word(std::string_view text) {
  const std::string_view word = text.substr(0, text.find_first_of(" \t\n"));
  const std::size_t equals = word.find('=');
  return equals == std::string_view::npos || equals == 0 ? word : word.substr(0, equals + 1);
}

Words grub(bytes::ByteSpan data) {
  for (const Prefix& prefix : kGrub) {
    if (!bytes::starts_with(data, prefix.text)) continue;
    std::string rest = uefi::utf8_text(data.subspan(prefix.text.size()), kMaxShown);
    Description said;
    said.what = std::string(prefix.what);
    if (prefix.key == "command")
      said.what =
          fmt::format("{}: {}", prefix.what, first_word(std::string_view(rest).substr(0, 64)));
    if (prefix.key == "file") said.what = fmt::format("{} {}", prefix.what, rest);
    said.text = fmt::format("{}: {}", prefix.what, rest);
    add(said, prefix.key, std::move(rest));
    return said;
  }
  return {};
}

Words shim(bytes::ByteSpan data) {
  static constexpr std::string_view kNames[] = {
      "MokListTrusted", "MokListXRT",   "MokListRT",  "MokListX",    "MokList",
      "MokSBState",     "MokSBStateRT", "MokDBState", "SbatLevelRT", "SbatLevel",
      "HSIStatus",      "MokPolicy",    "Shim"};
  const std::string text = uefi::utf8_text(data.first(std::min<std::size_t>(data.size(), 32)), 32);
  for (const std::string_view name : kNames) {
    // One shim appends a stray byte to the name.
    const bool exact = text == name;
    const bool stray = data.size() == name.size() + 2 && bytes::starts_with(data, name) &&
                       data[name.size()] == std::byte{0};
    if (!exact && !stray) continue;
    Description said;
    said.what = fmt::format("shim {}", name);
    said.text = fmt::format("shim measured the variable {}", name);
    add(said, "variable", std::string(name));
    return said;
  }
  return {};
}

Words file(bytes::ByteSpan data) {
  if (data.empty() || (data[0] != std::byte{'('} && data[0] != std::byte{'/'})) return {};
  std::string path = uefi::utf8_text(data, kMaxShown);
  if (path.find('/') == std::string::npos) return {};
  Description said;
  said.what = fmt::format("file {}", path);
  said.text = said.what;
  add(said, "file", std::move(path));
  return said;
}

Description other_text(std::string text) {
  Description said;
  said.what = fmt::format("boot loader: {}", text);
  said.text = said.what;
  add(said, "text", std::move(text));
  return said;
}

// systemd-stub writes a section's name; systemd-boot and the stub write the kernel's command line,
// into PCR 8, 11 or 12 by version (a confidential guest's log counts its registers otherwise).
Words systemd(const Event& event, std::string text) {
  static constexpr std::string_view kSections[] = {
      ".linux", ".osrel", ".cmdline", ".initrd",  ".splash", ".dtb",     ".dtbauto", ".hwids",
      ".uname", ".sbat",  ".pcrsig",  ".pcrpkey", ".ucode",  ".profile", ".efifw"};
  Description said;
  if (std::ranges::find(kSections, text) != std::end(kSections)) {
    said.what = fmt::format("unified kernel section {}", text);
    said.text = said.what;
    add(said, "section", std::move(text));
    return said;
  }
  if (text.ends_with(" initrd")) {
    said.what = text;
    said.text = fmt::format("systemd-stub passed on: {}", text);
    add(said, "initrd", std::move(text));
    return said;
  }
  const bool usual_pcr = event.pcr == 8 || event.pcr == 11 || event.pcr == 12;
  if (!usual_pcr && text.find('=') == std::string::npos) return other_text(std::move(text));
  said.what = "kernel command line";
  said.text = fmt::format("kernel command line: {}", text);
  add(said, "cmdline", std::move(text));
  return said;
}

}  // namespace

Words describe_ipl(const Scene& scene) {
  const bytes::ByteSpan data = scene.event.data;
  if (Words said = grub(data)) return said;
  if (Words said = shim(data)) return said;
  if (looks_like_text(data)) {
    if (Words said = file(data)) return said;
    if (data[0] == std::byte{'.'}) return systemd(scene.event, uefi::utf8_text(data, 64));
    return other_text(uefi::utf8_text(data, 256));
  }
  if (uefi::looks_like_utf16(data)) return systemd(scene.event, uefi::utf16_text(data, kMaxShown));
  // systemd-boot ends a command line with half a NUL.
  if (data.size() % 2 == 1 && data.size() > 2 && data.back() == std::byte{0} &&
      uefi::looks_like_utf16(data.first(data.size() - 1)))
    return systemd(scene.event, uefi::utf16_text(data, kMaxShown));
  return {};
}

}  // namespace assay::formats::tcg
