// A full appraisal of one server after the other, each with its own key, nonce and log, beside the
// least that it can cost; and the parse-and-replay loop alone.
#include <fmt/format.h>
#include <future>
#include <stdexcept>

#include "appraise/fleet.h"
#include "benchmarks.h"
#include "floor.h"
#include "formats/tcg/event_log.h"
#include "inspect/boot/replay.h"
#include "paired.h"

namespace assay::bench {
namespace {

// Two threads, since a key of 2048 bits takes a tenth of a second to make.
std::vector<SyntheticServer> make_servers(KeyKind kind, std::size_t count) {
  const auto half = [&](std::uint64_t seed, std::size_t n) {
    ServerFactory factory(kind, seed);
    std::vector<SyntheticServer> out;
    for (std::size_t i = 0; i < n; ++i) out.push_back(factory.next());
    return out;
  };
  const std::uint64_t seed = kind == KeyKind::rsa2048 ? 10 : 20;
  auto other = std::async(std::launch::async, [&] { return half(seed + 1, count / 2); });
  auto out = half(seed, count - count / 2);
  for (SyntheticServer& s : other.get()) {
    s.id += "b";
    out.push_back(std::move(s));
  }
  return out;
}

// What `assay audit` does for one server once its files are in memory: from TPMT_PUBLIC to the
// verdict.
class Appraiser {
 public:
  explicit Appraiser(const std::vector<SyntheticServer>& servers) {
    inputs_.nonces_given = true;
    for (const SyntheticServer& s : servers) {
      bundles_.push_back(s.bundle());
      inputs_.nonces[s.id].push_back(s.nonce);
    }
  }

  void appraise(std::size_t server) {
    std::vector<appraise::ServerAppraisal> one;
    one.push_back(appraise::appraise_server(bundles_[server], inputs_, hash_));
    const auto fleet = appraise::finish_fleet(std::move(one), inputs_);
    // Nothing enrolled these keys: that alone may be said against them.
    const auto& s = fleet.servers.front();
    const bool good = s.verdict == appraise::Verdict::warning && s.boot.quote_valid &&
                      s.boot.fresh && s.findings.size() == 1 &&
                      s.findings.front().code == "boot.ak.unbound";
    if (good) return;
    std::string told = s.id + " is appraised wrongly:";
    for (const auto& f : s.findings) told += "\n  " + f.code + ": " + f.why;
    throw std::runtime_error(told);
  }

 private:
  appraise::Inputs inputs_;
  std::vector<evidence::Bundle> bundles_;
  crypto::HashEngine hash_;
};

Figure appraisal(const std::string& name, const std::vector<SyntheticServer>& servers,
                 std::size_t rounds) {
  Floor floor(servers);
  Appraiser appraiser(servers);
  const auto least = [&](std::size_t i) {
    floor.verify(i);
    floor.hash_log(i);
    floor.extend(i);
  };
  const Paired p =
      measure_paired(servers.size(), rounds, least, [&](std::size_t i) { appraiser.appraise(i); });
  return {.name = name,
          .value = p.cost.median,
          .unit = "us",
          .floor = p.floor.median,
          .ratio = p.ratio,
          .peer = {},
          .peer_value = {},
          .note = fmt::format("least {:.1f}, floor's least {:.1f}", p.cost.least, p.floor.least)};
}

Figure replay(const std::vector<SyntheticServer>& servers, std::size_t rounds) {
  Floor floor(servers);
  crypto::HashEngine hash;
  const auto parse_and_replay = [&](std::size_t i) {
    bytes::Budget budget;
    const auto log = formats::tcg::parse_event_log(bytes::Reader(servers[i].log.bytes), budget);
    if (!log ||
        inspect::boot::replay(*log, crypto::HashAlg::sha256, hash).pcr != servers[i].log.pcrs)
      throw std::runtime_error("a synthetic log replays to other PCRs");
  };
  const Paired p = measure_paired(
      servers.size(), rounds, [&](std::size_t i) { floor.extend(i); }, parse_and_replay);
  return {.name = "boot.replay",
          .value = 1e6 / p.cost.median,
          .unit = "logs/s",
          .floor = 1e6 / p.floor.median,
          .ratio = p.ratio,
          .peer = {},
          .peer_value = {},
          .note = fmt::format("one core; {:.1f} us a log, floor {:.1f}: its extends alone",
                              p.cost.median, p.floor.median)};
}

}  // namespace

Figures bench_appraise(const Settings& settings) {
  const std::size_t count = settings.full ? 1000 : 200;
  const std::size_t rounds = settings.full ? 200 : 100;
  const auto rsa = make_servers(KeyKind::rsa2048, count);
  const auto p256 = make_servers(KeyKind::p256, count);
  const OneCore pinned;
  return {appraisal("boot.appraise.rsa2048", rsa, rounds),
          appraisal("boot.appraise.p256", p256, rounds), replay(p256, rounds)};
}

}  // namespace assay::bench
