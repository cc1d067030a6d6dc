#include "fleet_rows.h"

#include <fmt/format.h>

#include "clock.h"
#include "must.h"

namespace assay::bench {
namespace {

constexpr fleet::Seconds kWhen = 1'780'000'000;
constexpr std::size_t kProducts = 8;
constexpr std::size_t kMonth = 30UL * 86'400;
// One part in so many is another one each month.
constexpr std::size_t kChanging = 50;

}  // namespace

std::vector<fleet::Collection> make_collections(std::size_t from, std::size_t to,
                                                std::size_t month) {
  std::vector<fleet::Collection> out;
  for (std::size_t s = from; s < to; ++s) {
    fleet::Collection c;
    c.path = fmt::format("evidence/{:03}/node-{:07}-{:02}.evidence", s / 1000, s, month);
    c.sha256 = fmt::format("{:064x}", (s + (month << 32U)) * 0x9E3779B97F4A7C15ULL);
    auto& a = c.appraisal;
    a.id = fmt::format("node-{:07}", s);
    a.collected = base::Time{kWhen + static_cast<fleet::Seconds>(s / 100 + month * kMonth)};
    a.verdict = appraise::Verdict::affirmed;
    a.inventory.examined = true;
    const std::size_t product = s % kProducts;
    a.inventory.identity.manufacturer = "Maker";
    a.inventory.identity.product = fmt::format("Server {}", product);
    a.inventory.identity.board_product = fmt::format("Board {}", product);
    for (std::size_t p = 0; p < kPartsAServer; ++p) {
      evidence::Fact f;
      f.kind = evidence::FactKind::part;
      f.source = p < 30 ? evidence::FactSource::smbios : evidence::FactSource::pci;
      // Three suppliers in a hundred of each part.
      const std::size_t supplier = (s * 31 + p * 7) % 100 < 60 ? 0 : 1 + (s + p) % 2;
      f.name = fmt::format("class{:02}", p / 4);
      f.value = fmt::format("Vendor {} part {}-{:02}", supplier, product, p / 4);
      f.place = fmt::format("P{}-SLOT{:02}", p % 2, p);
      if (p % 2 == 0) f.serial = fmt::format("S{:07X}{:02}", s, p);
      f.cite = {p < 30 ? "inventory/smbios.bin" : "inventory/pci",
                fmt::format("offset {:#x}", p * 64)};
      // One server in a thousand has something of its own.
      if (s % 1000 == 7 && p == 3) f.value += fmt::format(" rev {}", s % 5000);
      if (const auto swaps = (month + (s * 13 + p * 29) % kChanging) / kChanging; swaps > 0)
        f.value += fmt::format(" replaced {}", swaps);
      a.facts.push_back(std::move(f));
    }
    out.push_back(std::move(c));
  }
  return out;
}

double append_flat(const std::shared_ptr<const fleet::duckdb::Functions>& functions,
                   const std::string& file, std::size_t servers, std::size_t batch) {
  using namespace fleet::duckdb;
  const auto session = must(Session::open(functions, file, {}));
  must(
      session->query("CREATE TABLE flat (server INTEGER, fact INTEGER, place INTEGER, serial "
                     "VARCHAR, since BIGINT, until BIGINT)"));
  double seconds = 0;
  for (std::size_t from = 0; from < servers; from += batch) {
    const auto collections = make_collections(from, std::min(servers, from + batch));
    const double start = processor_seconds();
    must(session->query("BEGIN TRANSACTION"));
    {
      Appender a(*session, "flat",
                 {DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_INTEGER,
                  DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_BIGINT});
      std::int32_t server = static_cast<std::int32_t>(from);
      for (const auto& c : collections) {
        std::int32_t part = 0;
        for (const auto& f : c.appraisal.facts) {
          a.start();
          a.put<std::int32_t>(0, server);
          a.put<std::int32_t>(1, part % 12 + 12 * (server % 8));
          a.put<std::int32_t>(2, part++);
          a.text(3, f.serial);
          a.put<std::int64_t>(4, c.appraisal.collected->seconds);
          a.null(5);
        }
        ++server;
      }
      must(a.finish());
    }
    must(session->query("COMMIT"));
    seconds += (processor_seconds() - start);
  }
  const double start = processor_seconds();
  must(session->query("CHECKPOINT"));
  return seconds + (processor_seconds() - start);
}

}  // namespace assay::bench
