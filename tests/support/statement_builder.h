// A statement made in memory, honest unless a test alters it: a tree of leaves, a head signed and
// cosigned, rows with their evidence. Altering the members and packing again is what a dishonest
// operator does; altering the packed bytes is what anybody else can.
#pragma once

#include <fmt/format.h>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bytes/text.h"
#include "proof/cosignature.h"
#include "proof/multi_path.h"
#include "proof/trust_policy.h"
#include "statement/leaves.h"
#include "statement/manifest.h"
#include "statement/names.h"
#include "statement/page.h"
#include "statement/population_list.h"
#include "statement/redact.h"
#include "statement/verify.h"
#include "support/statement_tree.h"

namespace assay::testing {

inline proof::SigningKey key_of(std::string_view name, std::uint8_t seed) {
  crypto::Ed25519Seed bytes{};
  bytes[0] = static_cast<std::byte>(seed);
  return proof::signing_key_from_seed(name, bytes).value();
}

struct StatementBuilder {
  using Members = std::vector<std::pair<std::string, std::string>>;

  proof::SigningKey log = key_of("ledger.example", 1);
  proof::SigningKey key = key_of("statements.example", 2);
  proof::SigningKey witness = key_of("witness.example", 3);
  std::size_t servers = 5;
  bool cosign = true, redact = false, population_last = false;
  std::function<void(statement::Statement&)> alter;       ///< before anything is derived from it
  std::function<void(statement::Statement&)> alter_json;  ///< after the counts were made
  std::uint64_t head_size = 0;         ///< an older head instead of the whole tree's
  std::vector<std::uint64_t> earlier;  ///< sizes of heads that the statement brings along

  statement::Secret secret{std::byte{9}};
  std::vector<statement::Hidden> hidden;
  Tree tree;
  statement::Statement s;

  static std::string id(std::size_t i) { return fmt::format("node-{:06}", i); }
  static std::string digest(std::size_t i) { return fmt::format("{:064x}", i + 1); }

  [[nodiscard]] std::string record(std::size_t i) const {
    return fmt::format(
        R"({{"collected":"2026-01-02T03:04:05Z","evidence":"{}","kind":"evidence","manifest":null,"path":"e/{}","server":"{}","sha256":"{}","version":1}})",
        digest(i), i, id(i), digest(i));
  }

  [[nodiscard]] std::string policy_text(bool with_witness = true) const {
    auto text = fmt::format("log {}\nstatement {}\n", proof::to_string(log.verifier),
                            proof::to_string(key.verifier));
    if (with_witness)
      text += fmt::format("witness w {}\nquorum w\n",
                          proof::to_string(proof::cosigner_of(witness.verifier)));
    else
      text += "quorum none\n";
    return text;
  }
  [[nodiscard]] proof::TrustPolicy policy(bool with_witness = true) const {
    return proof::parse_trust_policy(policy_text(with_witness)).value();
  }

  Members members() {
    tree = {};
    s = {};
    for (std::size_t i = 0; i < servers; ++i) tree.add(proof::LeafType::evidence, record(i));
    const auto appraisal = tree.add(proof::LeafType::appraisal, "{}");
    std::vector<statement::ListedServer> listed;
    for (std::size_t i = 0; i < servers; ++i) listed.push_back({digest(i), id(i)});
    const auto list = statement::to_text(proof::Salt{}, listed);
    crypto::HashEngine hash;
    const auto sha = [&](std::string_view text) {
      return hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(text)).hex();
    };
    const auto population = statement::to_text(
        statement::PopulationRecord{.assets = digest(77), .count = servers, .servers = sha(list)});
    const std::string toml = "id = \"a\"\n";
    std::uint64_t allegation = 0;
    if (population_last) allegation = tree.add(proof::LeafType::allegation, toml);
    const auto pop = tree.add(proof::LeafType::asset_table, population);
    if (!population_last) allegation = tree.add(proof::LeafType::allegation, toml);

    fill(appraisal, pop, allegation, sha(toml));
    if (alter) alter(s);
    for (std::size_t c = 0; c < s.claims.size(); ++c)
      s.claims[c].counts = statement::count_rows(s, c);
    if (alter_json) alter_json(s);
    if (redact) hidden = statement::redact(s, secret);
    const auto json = statement::to_json(s);
    const auto own = tree.add(proof::LeafType::statement, statement::statement_record(sha(json)));
    const auto head = signed_head(size(), 1'770'000'000);
    Members out{{std::string(statement::kStatementJson), json},
                {std::string(statement::kPage), statement::render_page(s)},
                {std::string(statement::kAllegation), toml},
                {std::string(statement::kPopulationRecord), population}};
    if (!redact) out.emplace_back(statement::kPopulationList, list);
    out.emplace_back(statement::kCheckpoint, head);
    std::vector<statement::LeafLine> lines;
    std::vector<std::uint64_t> indexes;
    for (std::uint64_t i = 0; i <= appraisal; ++i) {
      statement::LeafLine line{.index = i, .leaf = tree.leaf(i), .salt = {}, .record = {}};
      if (!redact && i < servers) {
        line.salt = tree.salts[i];
        line.record = tree.records[i];
      }
      lines.push_back(line);
      indexes.push_back(i);
    }
    out.emplace_back(statement::kLeaves, statement::to_text(lines));
    out.emplace_back(statement::kLeavesPath, statement::path_text(tree.multi(indexes, size())));
    out.emplace_back(statement::kStatementProof, tree.prove(own, size(), head));
    out.emplace_back(statement::kAllegationProof, tree.prove(allegation, size(), head));
    out.emplace_back(statement::kPopulationProof, tree.prove(pop, size(), head));
    for (std::size_t i = 0; i < earlier.size(); ++i) {
      const auto name = fmt::format("{}{}", statement::kHeads, i + 1);
      out.emplace_back(name + ".checkpoint", signed_head(earlier[i], 1'500'000'000 + i * 86'400));
      out.emplace_back(name + ".consistency",
                       statement::path_text(tree.consistent(earlier[i], size())));
    }
    return out;
  }

  [[nodiscard]] base::Bytes pack(const Members& from) const {
    std::vector<statement::Member> out;
    for (const auto& [path, text] : from) out.push_back({path, bytes::as_bytes(text)});
    const auto manifest = statement::sign_manifest(out, key).value();
    out.push_back({statement::kManifest, bytes::as_bytes(manifest)});
    return statement::to_container(out);
  }
  base::Bytes build() { return pack(members()); }

  [[nodiscard]] static statement::Verification check(bytes::ByteSpan file,
                                                     const proof::TrustPolicy& policy,
                                                     std::string_view opening = {}) {
    auto budget = statement::statement_budget();
    return statement::verify(file, policy, opening, budget);
  }

 private:
  [[nodiscard]] std::uint64_t size() const { return head_size == 0 ? tree.size() : head_size; }

  [[nodiscard]] std::string signed_head(std::uint64_t n, std::uint64_t time) const {
    const auto text = proof::to_text(
        proof::Checkpoint{.origin = log.verifier.name, .size = n, .root = tree.root(n)});
    auto out = text + "\n" + proof::sign_line(text, log).value();
    if (cosign) out += proof::cosign_line(text, witness, time).value();
    return out;
  }

  void fill(std::uint64_t appraisal, std::uint64_t population, std::uint64_t allegation,
            const std::string& sha256) {
    s.allegation = {.date = "2018-10-04",
                    .id = "a",
                    .leaf = allegation,
                    .sha256 = sha256,
                    .source = "somebody",
                    .text = "a thing"};
    s.appraisals = {appraisal};
    s.as_of = {1'770'000'000};
    s.engine = "assay/test";
    s.inputs = {{.name = "policy", .sha256 = digest(500)}, {.name = "gone", .sha256 = ""}};
    auto& claim = s.claims.emplace_back();
    claim.id = "part";
    claim.text = "a part \"that\" is\nnot in the design";
    claim.as_of = {1'538'611'200};
    claim.cannot = {"inventory cannot exclude what answers on no bus"};
    claim.needs = {{.discipline = "inventory", .sources = {"pci", "smbios"}}};
    claim.shown_by = "an open finding";
    for (std::size_t i = 0; i < servers; ++i) {
      auto& row = s.rows.emplace_back();
      row.id = id(i);
      row.claims = {i == 1 ? statement::Standing::affected : statement::Standing::cleared};
      row.evidence = {{.affirmed = {"boot", "inventory"},
                       .at = {1'767'323'045},
                       .leaf = i,
                       .seen = {"pci"},
                       .sha256 = digest(i),
                       .warning = {}}};
    }
    if (servers > 1)
      claim.shown = {{.code = "inventory.nic.added", .fact = "a card", .row = 1, .since = {5}}};
    s.population = {.certain = servers,
                    .fleet = servers,
                    .leaf = population,
                    .possible = 0,
                    .read = "all servers",
                    .text = "all of them",
                    .without_evidence = 0};
    s.questions = {{.answers = {"site fra1: a and b, at the same time"},
                    .id = "q",
                    .text = "ever?",
                    .verdict = "yes, 1 time"}};
  }
};

}  // namespace assay::testing
