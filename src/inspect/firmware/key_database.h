// What a Secure Boot variable (PK, KEK, db, dbx, MokList, …) or a file of the same content trusts
// or forbids, told on its node: how many certificates and digests, whose, and whether one of them
// is a key that was never meant to be trusted.
#pragma once

#include <string_view>

#include "bytes/reader.h"
#include "formats/uefi/guid.h"
#include "inspect/firmware/builder.h"

namespace assay::inspect::firmware {

enum class KeyRole : std::uint8_t { none, trusts, forbids };

/// Is this a variable of keys, by its name and vendor? "PKDefault" and its like count too.
[[nodiscard]] KeyRole key_role(std::string_view name, const formats::uefi::Guid& vendor);

/// Adds attributes to `node` from signature lists, an authenticated update around them or one bare
/// certificate, and findings for test keys where `role` trusts. False where `data` is none of them.
bool describe_keys(TreeBuilder& tree, NodeId node, bytes::Reader data, KeyRole role);

}  // namespace assay::inspect::firmware
