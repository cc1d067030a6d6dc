#include "answer/publish.h"

#include <algorithm>
#include <fmt/format.h>

#include "answer/logged.h"
#include "answer/population_log.h"
#include "answer/to_statement.h"
#include "bytes/text.h"
#include "ledger/cosigned.h"
#include "ledger/each_record.h"
#include "ledger/reader.h"
#include "ledger/witness.h"
#include "proof/key_record.h"
#include "proof/multi_path.h"
#include "statement/container.h"
#include "statement/manifest.h"
#include "statement/names.h"
#include "statement/page.h"
#include "statement/verify.h"

namespace assay::answer {
namespace {

using base::ErrorKind;
using ledger::LeafType;

std::set<std::string> digests_of(const statement::Statement& s) {
  std::set<std::string> out;
  for (const auto& row : s.rows)
    for (const auto& look : row.evidence) out.insert(look.sha256);
  return out;
}

bool same_servers(std::string_view list, const std::vector<statement::ListedServer>& servers) {
  auto budget = statement::statement_budget();
  const auto parsed =
      statement::parse_population_list(bytes::Reader(bytes::as_bytes(list)), budget);
  return parsed && std::ranges::equal(*parsed, servers, {}, &statement::ListedServer::id,
                                      &statement::ListedServer::id);
}

class Publisher {
 public:
  Publisher(const base::FileSystem& fs, fleet::IndexReader& index, const PublishSettings& settings)
      : fs_(fs), index_(index), o_(settings), store_(fs, ledger::Layout{settings.ledger}.store()) {}

  base::Result<Published> run(const Allegation& allegation, const Answer& answer) {
    ASSAY_TRY(s_, to_statement(index_, allegation, answer));
    s_.inputs = o_.inputs;
    ASSAY_TRY(const auto writer, ledger::Writer::open(fs_, o_.ledger));
    ASSAY_TRY(logged_,
              find_logged(fs_, o_.ledger, writer->head().size, digests_of(s_), o_.allegation_toml));
    ASSAY_CHECK(find_keys(writer->head().size));
    ASSAY_CHECK(log_question(*writer));
    ASSAY_TRY(list_, population_list(store_, population_.record));
    bind();
    const auto hidden =
        o_.secret ? statement::redact(s_, *o_.secret) : std::vector<statement::Hidden>{};
    json_ = statement::to_json(s_);
    crypto::HashEngine hash;
    const auto digest = hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(json_)).hex();
    own_.type = LeafType::statement;
    own_.record = statement::statement_record(digest);
    ASSAY_CHECK(log(*writer, own_));
    ASSAY_CHECK(cosign(*writer));
    Published out;
    ASSAY_TRY(out.container, assemble());
    if (o_.secret) out.secrets = secrets(digest, hidden);
    out.population = population_.index;
    out.allegation = allegation_.index;
    out.statement = own_.index;
    return out;
  }

 private:
  // What became of the keys that sign statements. A key that is lost, or has been replaced, signs
  // no more: a stranger would refuse the statement.
  base::Result<void> find_keys(std::uint64_t size) {
    ASSAY_TRY(const auto reader, ledger::Reader::open(fs_, o_.ledger));
    std::string why;
    ASSAY_CHECK(ledger::each_record(
        fs_, o_.ledger, size, [&](std::uint64_t index, const ledger::StoredRecord& r) {
          if (r.type != LeafType::key_rotation && r.type != LeafType::key_loss) return true;
          const auto text = bytes::as_chars(r.record);
          const auto record = proof::parse_key_record(text, {reader.log_key()});
          if (!record || (record->loss ? record->lost.use : record->rotation.use) != "statement")
            return true;
          keys_.push_back(
              {.index = index, .type = r.type, .salt = r.salt, .record = std::string(text)});
          const auto& gone = record->loss ? record->lost.key : record->rotation.old_key;
          if (gone == o_.key.verifier)
            why = fmt::format("the key {} {} in leaf {}: sign with another one", gone.name,
                              record->loss ? "was declared lost" : "was replaced", index);
          return true;
        }));
    if (!why.empty()) return base::fail(ErrorKind::refused, why);
    if (keys_.size() > statement::kMostKeys)
      keys_.erase(keys_.begin(), keys_.end() - statement::kMostKeys);
    return {};
  }

  // Appends one record and learns its salt.
  base::Result<void> log(ledger::Writer& writer, LoggedRecord& r) {
    ASSAY_TRY(const auto done, writer.append({{r.type, bytes::as_bytes(r.record)}}));
    r.index = done.first;
    ASSAY_TRY(auto reader, ledger::Reader::open(fs_, o_.ledger));
    ASSAY_TRY(const auto record, reader.record(r.index));
    r.salt = record.salt;
    return {};
  }

  // The population first. One that was logged earlier counts, if it is older than the allegation.
  base::Result<void> log_question(ledger::Writer& writer) {
    ASSAY_TRY(const auto servers, known_servers(index_));
    const auto usable = [&](const LoggedRecord& p) {
      if (logged_.allegation) return p.index < logged_.allegation->index;
      const auto list = population_list(store_, p.record);
      return list && same_servers(*list, servers);
    };
    const auto it =
        std::ranges::find_if(logged_.populations.rbegin(), logged_.populations.rend(), usable);
    if (it != logged_.populations.rend()) {
      population_ = *it;
    } else {
      population_.type = LeafType::asset_table;
      ASSAY_TRY(population_.record, keep_population(store_, servers, o_.assets));
      ASSAY_CHECK(log(writer, population_));
    }
    if (logged_.allegation) {
      allegation_ = *logged_.allegation;
      return {};
    }
    allegation_.type = LeafType::allegation;
    allegation_.record = o_.allegation_toml;
    return log(writer, allegation_);
  }

  // Leaves into the statement; the evidence's own time where the index had to move it.
  void bind() {
    crypto::HashEngine hash;
    s_.allegation.leaf = allegation_.index;
    s_.allegation.sha256 =
        hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(o_.allegation_toml)).hex();
    s_.population.leaf = population_.index;
    for (const auto& a : logged_.appraisals) s_.appraisals.push_back(a.index);
    for (auto& row : s_.rows)
      for (auto& look : row.evidence) {
        const auto it = logged_.evidence.find(look.sha256);
        if (it == logged_.evidence.end()) continue;
        look.leaf = it->second.index;
        bytes::Budget budget;
        const auto record = statement::parse_evidence_record(it->second.record, budget);
        if (record && record->collected) look.at = *record->collected;
      }
  }

  base::Result<void> cosign(ledger::Writer& writer) {
    if (!o_.witness) return {};
    ASSAY_TRY(auto reader, ledger::Reader::open(fs_, o_.ledger));
    ASSAY_TRY(auto witness, ledger::Witness::open(fs_, o_.witness_state, *o_.witness));
    ASSAY_TRY(const auto seen, witness.see(
                                   reader.head_text(), reader.log_key(),
                                   [&](std::uint64_t first, std::uint64_t second) {
                                     return reader.consistency(first, second);
                                   },
                                   o_.now));
    if (seen.outcome != ledger::Witnessed::cosigned)
      return base::fail(ErrorKind::refused, "the witness does not cosign: " + seen.why);
    const auto cosigner = proof::to_string(proof::cosigner_of(o_.witness->verifier));
    if (seen.first != seen.line) ASSAY_CHECK(writer.add_cosignature(seen.first, cosigner));
    return writer.add_cosignature(seen.line, cosigner);
  }

  base::Result<std::string> prove(ledger::Reader& reader, const LoggedRecord& r) const {
    proof::LogProof proof;
    proof.extra = ledger::to_bytes(ledger::LoggedLeaf{.leaf = leaf_of(r), .salt = r.salt});
    proof.index = r.index;
    ASSAY_TRY(proof.path, reader.inclusion(r.index, reader.size()));
    proof.checkpoint = reader.head_text();
    return proof::to_text(proof);
  }

  base::Result<void> prove_rows(ledger::Reader& reader) {
    std::map<std::uint64_t, const LoggedRecord*> used;
    for (const auto& [digest, record] : logged_.evidence) used.emplace(record.index, &record);
    for (const auto& record : logged_.appraisals) used.emplace(record.index, &record);
    std::vector<statement::LeafLine> lines;
    std::vector<std::uint64_t> indexes;
    for (const auto& [index, record] : used) {
      auto& line = lines.emplace_back();
      line.index = index;
      line.leaf = leaf_of(*record);
      if (!s_.redacted && record->type == LeafType::evidence) {
        line.salt = record->salt;
        line.record = record->record;
      }
      indexes.push_back(index);
    }
    if (lines.empty()) return {};
    leaves_ = statement::to_text(lines);
    ASSAY_TRY(const auto path, reader.multi_inclusion(indexes, reader.size()));
    path_ = statement::path_text(path);
    return {};
  }

  // Without heads from the caller: of each witness the first that it cosigned with the population
  // in it, and the first with the allegation, which is what tells the two apart in time.
  base::Result<std::vector<std::string>> kept_heads(const ledger::Reader& reader) const {
    std::map<std::uint64_t, std::string> out;
    ASSAY_TRY(const auto witnesses, ledger::known_witnesses(fs_, o_.ledger));
    for (const auto& witness : witnesses)
      for (const auto leaf : {population_.index, allegation_.index}) {
        ASSAY_TRY(auto head, ledger::first_cosigned(fs_, o_.ledger, witness, leaf + 1));
        if (head && head->size < reader.size()) out.emplace(head->size, std::move(head->note));
      }
    std::vector<std::string> heads;
    for (auto& [size, note] : out)
      if (heads.size() < statement::kMostHeads) heads.push_back(std::move(note));
    return heads;
  }

  base::Result<void> add_heads(ledger::Reader& reader) {
    auto heads = o_.heads;
    if (heads.empty()) {
      ASSAY_TRY(heads, kept_heads(reader));
    }
    for (const auto& text : heads) {
      ASSAY_TRY(const auto head, proof::parse_signed_head(text));
      ASSAY_TRY(const auto path, reader.consistency(head.head.size, reader.size()));
      const auto number = heads_.size() / 2 + 1;
      heads_.emplace_back(fmt::format("{}{}.checkpoint", statement::kHeads, number), text);
      heads_.emplace_back(fmt::format("{}{}.consistency", statement::kHeads, number),
                          statement::path_text(path));
    }
    return {};
  }

  base::Result<base::Bytes> assemble() {
    ASSAY_TRY(auto reader, ledger::Reader::open(fs_, o_.ledger));
    ASSAY_CHECK(prove_rows(reader));
    ASSAY_CHECK(add_heads(reader));
    ASSAY_TRY(const auto statement_proof, prove(reader, own_));
    ASSAY_TRY(const auto allegation_proof, prove(reader, allegation_));
    ASSAY_TRY(const auto population_proof, prove(reader, population_));
    const auto page = statement::render_page(s_);
    std::vector<statement::Member> members;
    const auto add = [&](std::string_view path, std::string_view text) {
      members.push_back({path, bytes::as_bytes(text)});
    };
    add(statement::kStatementJson, json_);
    add(statement::kPage, page);
    add(statement::kAllegation, o_.allegation_toml);
    add(statement::kPopulationRecord, population_.record);
    if (!s_.redacted) add(statement::kPopulationList, list_);
    add(statement::kCheckpoint, reader.head_text());
    if (!leaves_.empty()) add(statement::kLeaves, leaves_);
    if (!leaves_.empty()) add(statement::kLeavesPath, path_);
    add(statement::kStatementProof, statement_proof);
    add(statement::kAllegationProof, allegation_proof);
    add(statement::kPopulationProof, population_proof);
    for (const auto& [path, text] : heads_) add(path, text);
    std::vector<std::pair<std::string, std::string>> key_members;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      ASSAY_TRY(auto proof, prove(reader, keys_[i]));
      const auto name = fmt::format("{}{}.", statement::kKeys, i + 1);
      key_members.emplace_back(name + "note", keys_[i].record);
      key_members.emplace_back(name + "tlog-proof", std::move(proof));
    }
    for (const auto& [path, text] : key_members) add(path, text);
    ASSAY_TRY(const auto manifest, statement::sign_manifest(members, o_.key));
    add(statement::kManifest, manifest);
    return statement::to_container(members);
  }

  statement::Opening secrets(const std::string& digest,
                             const std::vector<statement::Hidden>& hidden) const {
    statement::Opening out{.statement = digest, .values = {}};
    for (const auto& h : hidden)
      out.values.push_back({h.label, statement::salt_of(*o_.secret, h.label), h.value});
    for (const auto& [sha256, record] : logged_.evidence)
      out.values.push_back({fmt::format("leaf {}", record.index), record.salt, record.record});
    return out;
  }

  const base::FileSystem& fs_;
  fleet::IndexReader& index_;
  const PublishSettings& o_;
  store::Store store_;
  statement::Statement s_;
  Logged logged_;
  LoggedRecord population_, allegation_, own_;
  std::vector<LoggedRecord> keys_;
  std::string list_, json_, leaves_, path_;
  std::vector<std::pair<std::string, std::string>> heads_;
};

}  // namespace

base::Result<Published> publish(const base::FileSystem& fs, fleet::IndexReader& index,
                                const Allegation& allegation, const Answer& answer,
                                const PublishSettings& settings) {
  return Publisher(fs, index, settings).run(allegation, answer);
}

}  // namespace assay::answer
