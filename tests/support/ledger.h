// A small ledger of its own for each test, with records that tell themselves apart.
#pragma once

#include <fmt/format.h>
#include <string>

#include "bytes/text.h"
#include "ledger/writer.h"
#include "support/process.h"

namespace assay::testing {

struct ScratchLedger {
  ScratchLedger() {
    crypto::Ed25519Seed seed{};
    seed[0] = std::byte{7};
    key = proof::signing_key_from_seed("ledger.example", seed).value();
    static_cast<void>(ledger::init(fs, folder(), key).value());
  }
  [[nodiscard]] std::filesystem::path folder() const { return scratch.path() / "ledger"; }

  /// `count` records, "record 0", "record 1", …
  static base::Result<ledger::Appended> append(ledger::Writer& writer, std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(fmt::format("record {}", i));
    std::vector<ledger::NewRecord> records;
    for (const auto& text : texts)
      records.push_back({ledger::LeafType::evidence, bytes::as_bytes(text)});
    return writer.append(records);
  }
  /// A fresh writer for one batch.
  [[nodiscard]] base::Result<ledger::Appended> append(std::size_t count) const {
    ASSAY_TRY(const auto writer, ledger::Writer::open(fs, folder()));
    return append(*writer, count);
  }

  ScratchFolder scratch;
  base::PosixFileSystem fs;
  proof::SigningKey key;
};

}  // namespace assay::testing
