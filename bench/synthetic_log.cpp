#include "synthetic_log.h"

#include <fmt/format.h>

#include "bytes/text.h"
#include "formats/tcg/event_types.h"
#include "log_builder.h"
#include "uefi_bytes.h"

namespace assay::bench {
namespace {

using namespace formats::tcg;
using bytes::as_bytes;
using bytes::Writer;

// The stages of a boot, in their order.
class Boot {
 public:
  Boot(Random& random, const std::vector<base::Bytes>& certificates, crypto::HashEngine& hash)
      : random_(random), certificates_(certificates), log_(hash) {}

  SyntheticLog run() {
    firmware();
    secure_boot();
    boot_options();
    separators();
    shim();
    grub();
    kernel();
    SyntheticLog out{.bytes = {}, .pcrs = log_.pcrs(), .events = log_.events()};
    out.bytes = std::move(log_).release();
    return out;
  }

 private:
  // Something whose digest says nothing about the event's data: code, a file.
  void opaque(std::uint32_t pcr, std::uint32_t type, bytes::ByteSpan data) {
    log_.add(pcr, type, data, random_.bytes(32));
  }
  void text(std::uint32_t pcr, std::uint32_t type, std::string_view words) {
    log_.add(pcr, type, as_bytes(words));
  }

  void firmware() {
    Writer version;
    for (const char c : fmt::format("2.{}.{}", random_.below(20), random_.below(9)))
      version.le16(static_cast<std::uint8_t>(c));
    log_.add(0, EV_S_CRTM_VERSION, version.le16(0).view());
    for (const std::string_view volume : {"PEI volume", "DXE volume", "BDS volume"}) {
      Writer blob;
      blob.u8(static_cast<std::uint8_t>(volume.size())).raw(as_bytes(volume));
      blob.le64(0xFF000000 + random_.below(1U << 20U)).le64(random_.below(1U << 24U));
      opaque(0, EV_EFI_PLATFORM_FIRMWARE_BLOB2, blob.view());
    }
    opaque(1, EV_CPU_MICROCODE, as_bytes("CPU microcode"));
    for (int i = 0; i < 3; ++i)
      opaque(2, EV_EFI_BOOT_SERVICES_DRIVER,
             image_load(0x60000000 + random_.below(1U << 24U), random_.below(1U << 18U),
                        fmt::format("\\OpRom\\Slot{}.efi", i)));
    opaque(1, EV_PLATFORM_CONFIG_FLAGS, random_.bytes(64));
  }

  void secure_boot() {
    const auto measure = [&](const GuidValue& vendor, std::string_view name, bytes::ByteSpan data) {
      log_.add(7, EV_EFI_VARIABLE_DRIVER_CONFIG, variable(vendor, name, data));
    };
    measure(kGlobalVariable, "SecureBoot", as_bytes("\x01"));
    measure(kGlobalVariable, "PK", certificate_list(certificates_[0]));
    auto keys = certificate_list(certificates_[0]);
    for (const auto& der : {certificates_[1], certificates_[0]}) {
      const auto more = certificate_list(der);
      keys.insert(keys.end(), more.begin(), more.end());
    }
    measure(kGlobalVariable, "KEK", keys);
    measure(kImageSecurity, "db", keys);
    measure(kImageSecurity, "dbx", digest_list(random_.bytes(32 * (215 + random_.below(30)))));
    log_.add(7, EV_SEPARATOR, base::Bytes(4));
  }

  void boot_options() {
    Writer order;
    for (std::uint16_t i = 0; i < 4; ++i) order.le16(i);
    log_.add(1, EV_EFI_VARIABLE_BOOT2, variable(kGlobalVariable, "BootOrder", order.view()));
    for (int i = 0; i < 4; ++i)
      log_.add(1, EV_EFI_VARIABLE_BOOT2,
               variable(kGlobalVariable, fmt::format("Boot000{}", i),
                        load_option(fmt::format("Linux {}", random_.hex(8)),
                                    "\\EFI\\linux\\shimx64.efi")));
    text(4, EV_EFI_ACTION, "Calling EFI Application from Boot Option");
  }

  void separators() {
    for (std::uint32_t pcr = 0; pcr < 7; ++pcr) log_.add(pcr, EV_SEPARATOR, base::Bytes(4));
    log_.add(5, EV_EFI_GPT_EVENT, gpt(3, random_.bytes(32)));
  }

  void shim() {
    const auto authority = [&](const GuidValue& vendor, std::string_view name,
                               bytes::ByteSpan data) {
      log_.add(7, EV_EFI_VARIABLE_AUTHORITY, variable(vendor, name, data));
    };
    authority(kImageSecurity, "db", signature_data(certificates_[2]));
    opaque(4, EV_EFI_BOOT_SERVICES_APPLICATION,
           image_load(0x5C000000, 950'000 + random_.below(9000), "\\EFI\\linux\\shimx64.efi"));
    authority(kShimLock, "SbatLevel", as_bytes("sbat,1,2024010900\nshim,4\ngrub,4\n"));
    authority(kShimLock, "MokListTrusted", as_bytes("\x01"));
    const auto mok = certificate_list(certificates_[3]);
    log_.add(14, EV_IPL, as_bytes(std::string_view("MokList\0", 8)), mok);
    opaque(14, EV_IPL, as_bytes(std::string_view("MokListX\0", 9)));
    authority(kShimLock, "Shim", certificates_[3]);
    opaque(4, EV_EFI_BOOT_SERVICES_APPLICATION,
           image_load(0x5A000000, 2'500'000 + random_.below(9000), "\\EFI\\linux\\grubx64.efi"));
  }

  // GRUB measures the text behind its label, and each file that it reads.
  void grub_says(std::string_view label, const std::string& words) {
    log_.add(8, EV_IPL, as_bytes(fmt::format("{}: {}", label, words) + '\0'), as_bytes(words));
  }

  void grub() {
    const std::string root = random_.hex(32);
    for (const std::string_view file : {"(hd0,gpt2)/grub2/grub.cfg", "(hd0,gpt2)/grub2/grubenv"})
      opaque(9, EV_IPL, as_bytes(std::string(file) + '\0'));
    for (const std::string_view module : {"btrfs", "lvm", "gzio", "part_gpt", "xfs", "ext2"}) {
      grub_says("grub_cmd", fmt::format("insmod {}", module));
      opaque(9, EV_IPL, as_bytes(fmt::format("(hd0,gpt2)/grub2/x86_64-efi/{}.mod", module) + '\0'));
    }
    for (std::uint64_t i = 0; i < 38 + random_.below(10); ++i)
      grub_says("grub_cmd",
                fmt::format("menuentry Linux ({}) --class linux --class os --unrestricted "
                            "--id linux-{}-{}",
                            random_.hex(6), random_.hex(8), root));
    grub_says("grub_cmd", "set default=0");
    grub_says("grub_cmd", fmt::format("search --no-floppy --fs-uuid --set=root {}", root));
    for (const std::string_view file : {"vmlinuz-6.12.0", "initramfs-6.12.0.img"})
      opaque(9, EV_IPL, as_bytes(fmt::format("(hd0,gpt2)/{}", file) + '\0'));
    grub_says("kernel_cmdline", fmt::format("/vmlinuz-6.12.0 root=UUID={} ro quiet", root));
  }

  void kernel() {
    opaque(4, EV_EFI_BOOT_SERVICES_APPLICATION,
           image_load(0x50000000, 14'000'000 + random_.below(9000), "\\vmlinuz-6.12.0"));
    constexpr std::string_view kTag("LOADED_IMAGE::LoadOptions\0", 26);
    Writer tag;
    tag.le32(0x8F3B22ED).le32(static_cast<std::uint32_t>(kTag.size())).raw(as_bytes(kTag));
    opaque(9, EV_EVENT_TAG, tag.view());
    text(5, EV_EFI_ACTION, "Exit Boot Services Invocation");
    text(5, EV_EFI_ACTION, "Exit Boot Services Returned with Success");
  }

  Random& random_;
  const std::vector<base::Bytes>& certificates_;
  LogBuilder log_;
};

}  // namespace

SyntheticLog make_log(Random& random, const std::vector<base::Bytes>& certificates,
                      crypto::HashEngine& hash) {
  return Boot(random, certificates, hash).run();
}

}  // namespace assay::bench
