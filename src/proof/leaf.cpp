#include "proof/leaf.h"

#include <algorithm>
#include <utility>

#include "bytes/writer.h"

namespace assay::proof {
namespace {

constexpr std::array<std::pair<LeafType, std::string_view>, 12> kNames{{
    {LeafType::evidence, "evidence"},
    {LeafType::appraisal, "appraisal"},
    {LeafType::reference, "reference"},
    {LeafType::policy, "policy"},
    {LeafType::asset_table, "asset-table"},
    {LeafType::change, "change"},
    {LeafType::search, "search"},
    {LeafType::allegation, "allegation"},
    {LeafType::statement, "statement"},
    {LeafType::key_rotation, "key-rotation"},
    {LeafType::key_loss, "key-loss"},
    {LeafType::sample, "sample"},
}};

}  // namespace

std::string_view name(LeafType type) noexcept {
  for (const auto& [t, text] : kNames)
    if (t == type) return text;
  return {};
}

std::optional<LeafType> leaf_type(std::string_view text) noexcept {
  for (const auto& [type, name] : kNames)
    if (name == text) return type;
  return std::nullopt;
}

std::optional<LeafType> leaf_type(std::uint8_t number) noexcept {
  const auto type = static_cast<LeafType>(number);
  return name(type).empty() ? std::nullopt : std::optional(type);
}

Hash commitment(TreeHasher& hasher, const Salt& salt, bytes::ByteSpan record) {
  return hasher.plain(salt, record);
}

LeafBytes to_bytes(const Leaf& leaf) noexcept {
  LeafBytes out{};
  out[0] = static_cast<std::byte>(leaf.type);
  out[1] = static_cast<std::byte>(kLeafVersion);
  std::ranges::copy(leaf.commitment, out.begin() + 2);
  return out;
}

bytes::Parsed<Leaf> parse_leaf(bytes::Reader reader) {
  const auto start = reader.offset();
  const auto fields = reader.fixed<kLeafSize>("leaf");
  if (!fields) return std::unexpected(fields.error());
  if (auto end = reader.finish("leaf"); !end) return std::unexpected(end.error());
  const auto type = leaf_type(bytes::u8_at<0>(*fields));
  if (!type) return bytes::bad_value(start, "type of a leaf", "1 to 11");
  if (bytes::u8_at<1>(*fields) != kLeafVersion)
    return bytes::bad_value(start + 1, "version of a leaf", "1");
  return Leaf{.type = *type, .commitment = as_hash(fields->subspan<2, 32>())};
}

base::Bytes to_bytes(const LoggedLeaf& logged) {
  bytes::Writer w;
  w.raw(to_bytes(logged.leaf));
  if (logged.salt) w.raw(*logged.salt);
  return std::move(w).release();
}

bytes::Parsed<LoggedLeaf> parse_logged_leaf(bytes::Reader reader) {
  const auto part = reader.sub(kLeafSize, "leaf");
  if (!part) return std::unexpected(part.error());
  const auto leaf = parse_leaf(*part);
  if (!leaf) return std::unexpected(leaf.error());
  LoggedLeaf out{.leaf = *leaf, .salt = {}};
  if (reader.empty()) return out;
  const auto salt = reader.fixed<kSaltSize>("salt");
  if (!salt) return std::unexpected(salt.error());
  std::ranges::copy(*salt, out.salt.emplace().begin());
  if (auto end = reader.finish("salt"); !end) return std::unexpected(end.error());
  return out;
}

}  // namespace assay::proof
