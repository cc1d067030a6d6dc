// An executable's attributes on the node that holds it: what it is for, who signed it, and the
// digests by which lists and other images know it.
#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "formats/pe/authenticode.h"
#include "formats/pe/debug.h"
#include "formats/pe/normalise.h"
#include "formats/pe/resources.h"
#include "inspect/firmware/add.h"
#include "inspect/firmware/test_keys.h"

namespace assay::inspect::firmware {
namespace {

namespace pe = formats::pe;

void describe_header(TreeBuilder& tree, NodeId node, const pe::Image& image) {
  tree.attribute(node, "Format", std::string(pe::name(image.form)));
  tree.attribute(node, "Machine", pe::machine_text(image.machine));
  tree.attribute(node, "Subsystem", pe::subsystem_text(image.subsystem));
  tree.attribute(node, "Entry point", fmt::format("{:#x}", image.entry));
  if (image.image_base != 0)
    tree.attribute(node, "Image base", fmt::format("{:#x}", image.image_base));
  // Reproducible builds write a digest's bytes or zero where the time stood.
  constexpr std::uint32_t k1995 = 788'918'400;
  constexpr std::uint32_t k2038 = 0x7FFFFFFF;
  if (image.timestamp > k1995 && image.timestamp < k2038)
    tree.attribute(node, "Linked", base::to_rfc3339({image.timestamp}));
}

void describe_build(TreeBuilder& tree, NodeId node, const pe::Image& image) {
  if (const auto entries = pe::parse_debug_directory(image, tree.budget()))
    for (const pe::DebugEntry& e : *entries) {
      if (!e.path.empty()) tree.attribute(node, "Debug path", e.path);
      if (!e.id.empty()) tree.attribute(node, "Build id", e.id);
    }
  if (const auto info = pe::version_info(image, tree.budget())) {
    tree.at(node).version = info->file_version;
    for (const pe::VersionString& s : info->strings)
      if (s.key == "ProductName" || s.key == "CompanyName" || s.key == "FileVersion")
        tree.attribute(node, s.key, s.value);
  }
  for (const pe::SbatEntry& s : pe::sbat(image))
    tree.attribute(node, "SBAT", fmt::format("{},{},{}", s.component, s.generation, s.version));
  if (const std::string loader = pe::loader_info(image); !loader.empty())
    tree.attribute(node, "Loader", loader);
  if (const auto kernel = pe::linux_kernel(image.file))
    tree.attribute(node, "Linux kernel", kernel->version);
}

void describe_signatures(TreeBuilder& tree, NodeId node, const pe::Image& image,
                         crypto::HashEngine& hash) {
  if (image.certificate_table().empty()) return;
  const auto signatures = pe::check_signatures(image, hash, tree.budget());
  if (!signatures) {
    tree.malformed(node, signatures.error());
    return;
  }
  for (const pe::Signature& s : *signatures) {
    const std::string signer = base::printable(s.signer, 200);
    tree.attribute(node, "Signer", s.holds ? signer : fmt::format("{} (does not hold)", signer));
    if (!s.holds)
      tree.finding("firmware.signature.broken", node,
                   fmt::format("The signature by \"{}\" does not hold: {}.", signer, s.why));
    if (names_test_key(s.signer) || names_test_key(s.issuer))
      tree.attribute(node, "Signer's key", "made for tests");
  }
}

void describe_digests(TreeBuilder& tree, NodeId node, const pe::Image& image,
                      crypto::HashEngine& hash) {
  if (const auto digest = pe::authenticode_digest(image, crypto::HashAlg::sha256, hash))
    tree.attribute(node, std::string(kAuthenticode), digest->hex());
  const auto same = pe::normalised_digest(image, hash, tree.budget());
  if (!same) return;
  tree.attribute(node, std::string(kNormalised), same->whole.hex());
  tree.attribute(node, std::string(kNormalisedContent), same->content.hex());
}

}  // namespace

void add_executable(TreeBuilder& tree, NodeId node) {
  if (node == kNone) return;
  const auto image = pe::parse_image(tree.reader(tree.body(node)), tree.budget());
  if (!image) {
    tree.malformed(node, image.error());
    return;
  }
  crypto::HashEngine hash;
  describe_header(tree, node, *image);
  describe_build(tree, node, *image);
  describe_signatures(tree, node, *image, hash);
  describe_digests(tree, node, *image, hash);
}

}  // namespace assay::inspect::firmware
