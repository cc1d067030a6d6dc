// What boot loaders and kernels write: EV_IPL, EV_EVENT_TAG, and the images before them.
#include "unit/formats/tcg/described.h"

namespace assay::formats::tcg {
namespace {

using namespace testing;

Description ipl(std::string_view text, std::uint32_t pcr = 8) {
  return described(EV_IPL, joined({text_bytes(text), base::Bytes(1)}), pcr);
}

struct Line {
  std::string_view data;
  std::string_view what;
  std::string_view text;
};

TEST(DescribeBoot, KnowsGrub) {
  for (const Line& line : {
           Line{"grub_cmd: linux /vmlinuz ro", "grub command: linux",
                "grub command: linux /vmlinuz ro"},
           Line{"grub_cmd: [ -n true ]", "grub command: [", "grub command: [ -n true ]"},
           Line{"grub_cmd: default=3", "grub command: default=", "grub command: default=3"},
           Line{"grub_cmd insmod xfs", "grub command: insmod", "grub command: insmod xfs"},
           Line{"kernel_cmdline: /vmlinuz root=/dev/vda1 ro", "kernel command line",
                "kernel command line: /vmlinuz root=/dev/vda1 ro"},
           Line{"module_cmdline: /xen.gz", "module command line", "module command line: /xen.gz"},
           Line{"(hd0,gpt2)/grub/grub.cfg", "file (hd0,gpt2)/grub/grub.cfg",
                "file (hd0,gpt2)/grub/grub.cfg"},
           Line{"/boot/initrd.img", "file /boot/initrd.img", "file /boot/initrd.img"},
           Line{"grub_linuxefi Kernel", "boot loader: grub_linuxefi Kernel",
                "boot loader: grub_linuxefi Kernel"},
       }) {
    const Description said = ipl(line.data);
    EXPECT_EQ(said.what, line.what);
    EXPECT_EQ(said.text, line.text);
  }
}

TEST(DescribeBoot, KeepsTheValueOutOfWhat) {
  EXPECT_EQ(ipl("kernel_cmdline: /a x=1").what, ipl("kernel_cmdline: /b x=2").what);
  EXPECT_EQ(detail(ipl("kernel_cmdline: /a x=1"), "cmdline"), "/a x=1");
}

TEST(DescribeBoot, KnowsShim) {
  EXPECT_EQ(ipl("MokList", 14).what, "shim MokList");
  EXPECT_EQ(ipl("MokListX", 14).what, "shim MokListX");
  EXPECT_EQ(ipl("MokListTrusted", 14).what, "shim MokListTrusted");
  EXPECT_EQ(described(EV_IPL, text_bytes(std::string_view("MokList\0\xaf", 9)), 14).what,
            "shim MokList");
}

TEST(DescribeBoot, KnowsSystemd) {
  EXPECT_EQ(described(EV_IPL, utf16z(".linux"), 11).what, "unified kernel section .linux");
  const Description line = described(EV_IPL, utf16z("initrd=\\a.img root=/dev/sda2"), 12);
  EXPECT_EQ(line.what, "kernel command line");
  EXPECT_EQ(line.text, "kernel command line: initrd=\\a.img root=/dev/sda2");
  // Half a NUL at its end, as older versions write it.
  const base::Bytes odd = joined({utf16("quiet"), base::Bytes(1)});
  EXPECT_EQ(described(EV_IPL, odd, 8).what, "kernel command line");
}

base::Bytes tagged(std::uint32_t tag, const base::Bytes& data) {
  bytes::Writer out;
  out.le32(tag).le32(static_cast<std::uint32_t>(data.size())).raw(data);
  return std::move(out).release();
}

TEST(DescribeBoot, KnowsTaggedEvents) {
  const Description options = described(
      EV_EVENT_TAG,
      tagged(0x8F3B22ED, text_bytes(std::string_view("LOADED_IMAGE::LoadOptions\0", 26))), 9);
  EXPECT_EQ(options.what, "kernel load options");
  EXPECT_EQ(options.text, "kernel load options: LOADED_IMAGE::LoadOptions");
  EXPECT_EQ(described(EV_EVENT_TAG, tagged(0x8F3B22EC, text_bytes("Linux initrd")), 9).what,
            "initrd");
  EXPECT_EQ(described(EV_EVENT_TAG, tagged(0xF5BC582A, utf16z("loader.conf")), 5).text,
            "boot loader configuration: loader.conf");
  const Description other = described(EV_EVENT_TAG, tagged(0x12345678, hex_bytes("0102")), 2);
  EXPECT_EQ(other.what, "tagged event 0x12345678");
  EXPECT_EQ(detail(other, "undecoded"), "2 bytes: 0102");
}

base::Bytes image(const base::Bytes& path) {
  bytes::Writer out;
  out.le64(0x1000).le64(0x2000).le64(0).le64(path.size()).raw(path);
  return std::move(out).release();
}

TEST(DescribeBoot, NamesAnImageByItsFile) {
  const Description said = described(EV_EFI_BOOT_SERVICES_APPLICATION, image(boot_path()), 4);
  EXPECT_EQ(said.what, "image \\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(said.text,
            "image \\EFI\\BOOT\\BOOTX64.EFI, loaded from "
            "PciRoot(0x0)/Pci(0x1f,0x2)/\\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(detail(said, "file"), "\\EFI\\BOOT\\BOOTX64.EFI");
}

TEST(DescribeBoot, NamesOtherImagesByWhatStaysTheSame) {
  const base::Bytes pci =
      joined({node(2, 1, hex_bytes("d041030a00000000")), node(1, 1, hex_bytes("0001"))});
  const base::Bytes offset = node(4, 8, hex_bytes("00000000 0010000000000000 ff1f000000000000"));
  EXPECT_EQ(
      described(EV_EFI_BOOT_SERVICES_DRIVER, image(joined({pci, offset, end_node()})), 2).what,
      "driver PciRoot(0x0)/Pci(0x1,0x0)");
  EXPECT_EQ(described(EV_EFI_BOOT_SERVICES_DRIVER, image(joined({offset, end_node()})), 2).what,
            "driver at an offset");
  const base::Bytes uri = joined({pci, node(3, 24, text_bytes("http://10.0.0.1/x")), end_node()});
  EXPECT_EQ(described(EV_EFI_BOOT_SERVICES_APPLICATION, image(uri), 4).what,
            "image from the network");
  EXPECT_EQ(described(EV_EFI_RUNTIME_SERVICES_DRIVER, image({}), 2).what,
            "runtime driver without a path");
  EXPECT_EQ(described(EV_EFI_BOOT_SERVICES_DRIVER, image(hex_bytes("20257c00")), 2).what,
            "driver without a valid path");
}

TEST(DescribeBoot, SurvivesHostileBytes) {
  attack(image(boot_path()), [](bytes::ByteSpan data) {
    EXPECT_FALSE(described(EV_EFI_BOOT_SERVICES_APPLICATION, data, 4).what.empty());
  });
  attack(joined({text_bytes("kernel_cmdline: /vmlinuz root=/dev/vda1"), base::Bytes(1)}),
         [](bytes::ByteSpan data) { EXPECT_FALSE(described(EV_IPL, data, 8).what.empty()); });
  attack(tagged(0x8F3B22EC, text_bytes("Linux initrd")),
         [](bytes::ByteSpan data) { EXPECT_FALSE(described(EV_EVENT_TAG, data, 9).what.empty()); });
}

}  // namespace
}  // namespace assay::formats::tcg
