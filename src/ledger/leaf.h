// A ledger's leaves under the ledger's own name. What a leaf is stands in proof/leaf.h, since
// whoever checks a proof reads leaves too and needs nothing else of a ledger.
#pragma once

#include "proof/leaf.h"

namespace assay::ledger {

using proof::commitment;
using proof::kLeafSize;
using proof::kLeafVersion;
using proof::kMostRecord;
using proof::kSaltSize;
using proof::Leaf;
using proof::leaf_type;
using proof::LeafBytes;
using proof::LeafType;
using proof::LoggedLeaf;
using proof::name;
using proof::parse_leaf;
using proof::parse_logged_leaf;
using proof::Salt;
using proof::to_bytes;

}  // namespace assay::ledger
