// Raw sections mean what their file's GUID says: AMI's default variables, the order in which
// drivers are loaded, or any bytes, in which volumes may stand.
#include <algorithm>

#include "base/format.h"
#include "bytes/text.h"
#include "formats/pi/guids.h"
#include "inspect/firmware/add_pi.h"

namespace assay::inspect::firmware {
namespace {

namespace pi = formats::pi;

// PI 1.8 volume 2, 10.4: GUIDs of the files that are loaded before dependencies count.
void add_apriori(TreeBuilder& tree, NodeId node) {
  bytes::Reader r = tree.reader(tree.body(node));
  std::string order;
  while (r.remaining() >= 16) {
    const auto guid = formats::uefi::read_guid(r, "a priori file");
    if (!guid) return;
    if (!order.empty()) order += ' ';
    order += guid->to_string();
  }
  tree.attribute(node, "Loads first", std::move(order));
}

}  // namespace

void add_raw_section(TreeBuilder& tree, NodeId node, const SectionContext& context) {
  const auto guid = tree.at(context.file).guid;
  if (guid && (*guid == pi::kPeiApriori || *guid == pi::kDxeApriori))
    return add_apriori(tree, node);
  if (guid &&
      (*guid == pi::kNvarStore || *guid == pi::kNvarExternalDefaults ||
       *guid == pi::kNvarBootBlockDefaults) &&
      add_nvar_store(tree, node))
    return;
  (void)add_raw_area(tree, tree.body(node));
}

}  // namespace assay::inspect::firmware
