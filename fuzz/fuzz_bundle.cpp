// Packed or bare evidence of one server, taken in and appraised: nothing that no appraiser vouched
// for is ever affirmed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "appraise/appraise_server.h"
#include "appraise/fleet.h"
#include "bytes/text.h"
#include "evidence/bundle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace assay;
  const evidence::LoadLimits limits{
      .file_bytes = 1U << 20U, .total_bytes = 4U << 20U, .files = 100, .depth = 4};
  const auto bundle =
      evidence::load_bytes(bytes::copy(bytes::from_uchars(data, size)), "server", limits);
  if (!bundle) return 0;
  static crypto::HashEngine hash;
  appraise::Inputs inputs;
  inputs.timelines = true;
  std::vector<appraise::ServerAppraisal> servers;
  servers.push_back(appraise::appraise_server(*bundle, inputs, hash));
  const auto fleet = appraise::finish_fleet(std::move(servers), inputs);
  if (const auto timeline = appraise::timeline_of(*bundle, inputs, hash, fleet.servers.front()))
    for (const auto& event : timeline->events)
      for (const std::size_t f : event.findings)
        if (f >= fleet.servers.front().findings.size()) std::abort();
  if (fleet.servers.front().verdict == appraise::Verdict::affirmed) std::abort();
  return 0;
}
