#include "evidence/bundle.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes/text.h"
#include "crypto/digest.h"
#include "evidence/intake.h"
#include "evidence/packed.h"
#include "formats/archive/pack.h"
#include "support/boot_builder.h"
#include "support/mutate.h"

namespace assay::evidence {
namespace {

namespace stdfs = std::filesystem;
using testing::codes;
using testing::text_bytes;

class Folder : public ::testing::Test {
 protected:
  Folder()
      : root(stdfs::temp_directory_path() / ("assay-bundle-" + std::to_string(::getpid())) /
             "web-1") {
    stdfs::remove_all(root.parent_path());
    stdfs::create_directories(root);
  }
  ~Folder() override { stdfs::remove_all(root.parent_path()); }

  void file(const std::string& path, std::string_view content) {
    stdfs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << content;
  }
  /// manifest.json over the files named, as they are now.
  void manifest(const std::vector<std::string>& paths) {
    Manifest m;
    m.server = "the-server";
    crypto::HashEngine hash;
    for (const auto& path : paths) {
      const auto bytes = testing::read_file((root / path).string());
      m.artefacts.push_back({path, hash.hash(crypto::HashAlg::sha256, bytes).hex(), bytes.size()});
    }
    file("manifest.json", to_json(m));
  }
  Bundle take_in(const LoadLimits& limits = {}) {
    return load(base::PosixFileSystem(), root, limits).value();
  }

  stdfs::path root;
};

TEST_F(Folder, is_taken_in_whole_and_named_by_its_manifest) {
  file("boot/quote.msg", "quote");
  file("boot/ak.pub", "second choice");
  file("boot/ak.tpmt", "first choice");
  EXPECT_EQ(take_in().server, "web-1");
  manifest({"boot/quote.msg", "boot/ak.tpmt", "boot/ak.pub"});
  const auto b = take_in();
  EXPECT_EQ(codes(b.findings), "");
  EXPECT_EQ(b.server, "the-server");
  EXPECT_EQ(b.artefacts.size(), 3U);
  EXPECT_EQ(b.find(Role::ak_public)->path, "boot/ak.tpmt");
  EXPECT_EQ(b.find(Role::event_log), nullptr);
}

TEST_F(Folder, what_differs_from_the_manifest_is_told_and_kept) {
  file("boot/quote.msg", "quote");
  file("boot/quote.sig", "signature");
  file("boot/ima.log", "ima");
  manifest({"boot/quote.msg", "boot/quote.sig", "boot/ima.log"});
  file("boot/quote.msg", "QUOTE");           // same size, other bytes
  stdfs::remove(root / "boot/quote.sig");    // gone
  file("boot/eventlog.bin", "added later");  // not listed
  const auto b = take_in();
  EXPECT_EQ(codes(b.findings), "evidence.digest.mismatch evidence.missing evidence.unlisted");
  EXPECT_EQ(b.artefacts.size(), 3U);
}

TEST_F(Folder, a_broken_manifest_is_a_finding) {
  file("boot/quote.msg", "quote");
  file("manifest.json", "{");
  const auto b = take_in();
  EXPECT_EQ(codes(b.findings), "evidence.manifest.malformed");
  EXPECT_EQ(b.server, "web-1");
}

TEST_F(Folder, links_pipes_and_deep_nests_are_named_and_not_followed) {
  file("boot/quote.msg", "quote");
  stdfs::create_symlink("/etc/passwd", root / "boot/ak.pem");
  stdfs::create_directory_symlink("/", root / "firmware");
  ASSERT_EQ(::mkfifo((root / "boot/eventlog.bin").c_str(), 0600), 0);
  std::string deep = "inventory";
  for (int i = 0; i < 30; ++i) deep += "/d";
  file(deep + "/x", "too deep");
  const auto b = take_in();
  EXPECT_EQ(codes(b.findings),
            "artefact.unreadable artefact.unreadable artefact.unreadable artefact.unreadable");
  EXPECT_EQ(b.artefacts.size(), 1U);
}

TEST_F(Folder, limits_hold) {
  for (int i = 0; i < 10; ++i) file("boot/f" + std::to_string(i), std::string(100, 'x'));
  const auto few = take_in({.files = 4});
  EXPECT_EQ(few.artefacts.size(), 4U);
  EXPECT_EQ(codes(few.findings), "artefact.unreadable");
  const auto small = take_in({.file_bytes = 99});
  EXPECT_EQ(small.artefacts.size(), 0U);
  EXPECT_EQ(small.findings.size(), 10U);
  const auto total = take_in({.total_bytes = 350});
  EXPECT_EQ(total.artefacts.size(), 3U);
  EXPECT_EQ(total.findings.size(), 7U);
}

TEST_F(Folder, packs_and_unpacks_to_the_same_evidence) {
  file("boot/quote.msg", "quote");
  file("boot/eventlog.bin", std::string(5000, 'e'));
  file("inventory/pci/0000:00:00.0/class", "0x060000");
  manifest({"boot/quote.msg", "boot/eventlog.bin", "inventory/pci/0000:00:00.0/class"});
  const auto b = take_in();
  const auto packed = pack(b).value();
  EXPECT_TRUE(is_packed(packed));
  EXPECT_EQ(packed, pack(b).value()) << "packing is deterministic";
  const auto again = load_bytes(packed, "somewhere/web-1.evidence").value();
  EXPECT_EQ(codes(again.findings), "");
  EXPECT_EQ(again.server, "the-server");
  EXPECT_EQ(again.manifest_bytes, b.manifest_bytes);
  ASSERT_EQ(again.artefacts.size(), b.artefacts.size());
  for (const auto& a : b.artefacts) {
    const auto it = std::ranges::find(again.artefacts, a.path, &Artefact::path);
    ASSERT_NE(it, again.artefacts.end()) << a.path;
    EXPECT_EQ(it->bytes, a.bytes);
    EXPECT_EQ(it->role, a.role);
  }
}

base::Bytes tar_of(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<base::Bytes> kept;
  kept.reserve(files.size());
  std::vector<formats::archive::PackEntry> entries;
  for (const auto& [path, content] : files) {
    kept.push_back(text_bytes(content));
    entries.push_back({path, kept.back()});
  }
  return formats::archive::write_tar(entries, {}).value();
}

TEST(Packed, the_folder_that_tar_was_called_above_is_no_step_of_the_path) {
  const auto b =
      load_bytes(tar_of({{"web-1/boot/quote.msg", "q"}, {"web-1/inventory/x", "i"}}), "web-1.tar")
          .value();
  EXPECT_EQ(b.artefacts.at(0).path, "boot/quote.msg");
  for (const std::string folder : {"boot", "inventory", "firmware", "board", "traffic", "custody"})
    EXPECT_EQ(load_bytes(tar_of({{folder + "/one", "x"}, {folder + "/two", "y"}}), "t.tar")
                  .value()
                  .artefacts.at(0)
                  .path,
              folder + "/one");
}

TEST(Packed, an_archive_around_one_artefact_is_that_artefact) {
  const auto log = testing::EventLogBuilder().separators().bytes();
  const auto b =
      load_bytes(tar_of({{"whatever.dat", std::string(bytes::as_chars(log))}}), "x.tar").value();
  EXPECT_EQ(b.artefacts.at(0).role, Role::event_log);
  const auto zst =
      load_bytes(formats::archive::compress_zstd(log).value(), "some/odd-name.zst").value();
  ASSERT_NE(zst.find(Role::event_log), nullptr);
  EXPECT_EQ(zst.find(Role::event_log)->bytes, log);
}

TEST(Packed, a_path_that_climbs_out_refuses_the_whole) {
  // write_tar refuses to make one, so a good one is altered and its checksum mended (POSIX ustar).
  auto tar = tar_of({{"xx/evil", "q"}});
  tar[0] = tar[1] = std::byte{'.'};
  std::ranges::fill(std::span(tar).subspan(148, 8), std::byte{' '});
  unsigned sum = 0;
  for (const std::byte b : std::span(tar).first(512)) sum += static_cast<unsigned>(b);
  for (int i = 5; i >= 0; --i, sum /= 8)
    tar[std::size_t{148} + static_cast<std::size_t>(i)] = static_cast<std::byte>('0' + sum % 8);
  tar[154] = std::byte{0};
  const auto b = load_bytes(tar, "evil.tar");
  ASSERT_FALSE(b);
  EXPECT_EQ(b.error().file, "evil.tar");
}

TEST(Packed, survives_every_prefix_and_mutation) {
  Bundle b;
  b.server = "web-1";
  take(b, "boot/quote.msg", text_bytes("quote"));
  const auto packed = pack(b).value();
  testing::every_prefix(packed, [&](bytes::ByteSpan part) {
    const auto got = load_bytes(bytes::copy(part), "x.evidence");
    if (part.size() == packed.size()) {
      ASSERT_TRUE(got);
      EXPECT_NE(got->find(Role::quote_message), nullptr);
    } else {
      EXPECT_TRUE(!got || got->find(Role::quote_message) == nullptr) << part.size();
    }
  });
  testing::mutations(packed, 1000, 4, [](bytes::ByteSpan part) {
    const auto got = load_bytes(bytes::copy(part), "x.evidence", {.total_bytes = 1U << 20U});
    EXPECT_TRUE(!got || got->artefacts.size() <= 4);
  });
}

TEST(Packed, a_bomb_costs_no_more_than_its_limit) {
  const auto bomb = formats::archive::compress_zstd(base::Bytes(64U << 20U)).value();
  ASSERT_LT(bomb.size(), 100'000U);
  const auto got = load_bytes(bomb, "bomb.zst", {.total_bytes = 1U << 20U});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().kind, base::ErrorKind::budget);
}

TEST(Bare, one_artefact_is_the_evidence_of_one_server_named_after_the_file) {
  const auto b =
      load_bytes(testing::EventLogBuilder().separators().bytes(), "dumps/web-7.bin").value();
  EXPECT_EQ(b.server, "web-7.bin");
  EXPECT_EQ(b.artefacts.at(0).role, Role::event_log);
  const auto unknown = load_bytes(text_bytes("hello"), "notes").value();
  EXPECT_EQ(unknown.artefacts.at(0).role, Role::none);
  EXPECT_EQ(load_bytes({}, "boot/quote.sig").value().artefacts.at(0).role, Role::quote_signature);
}

TEST(Names, of_the_kernel_and_of_tpm2_tools_are_known) {
  EXPECT_EQ(role_of("binary_bios_measurements"), Role::event_log);
  EXPECT_EQ(role_of("x/y/binary_runtime_measurements"), Role::ima_log);
  EXPECT_EQ(role_of("inventory/DMI"), Role::smbios);
  EXPECT_EQ(role_of("inventory/lspci.txt"), Role::lspci);
  EXPECT_EQ(role_of("inventory/pci/0000:00:1f.0/config"), Role::pci_sysfs);
  EXPECT_EQ(role_of("inventory/redfish/Systems/DMI"), Role::redfish);
  EXPECT_EQ(role_of("inventory/other.txt"), Role::inventory_other);
  EXPECT_EQ(role_of("firmware/bios.bin"), Role::firmware);
  EXPECT_EQ(role_of("firmware.txt"), Role::none);
  EXPECT_LT(preference("boot/ak.tpmt"), preference("boot/ak.pub"));
  EXPECT_TRUE(is_evidence_folder("custody"));
  EXPECT_FALSE(is_evidence_folder("custody/"));
}

}  // namespace
}  // namespace assay::evidence
