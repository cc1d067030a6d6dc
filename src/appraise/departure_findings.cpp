#include "appraise/departure_findings.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "appraise/word_difference.h"
#include "evidence/finding_codes.h"
#include "formats/tcg/event_types.h"

namespace assay::appraise {
namespace {

using evidence::Cite;
using evidence::Finding;
using evidence::FindingStatus;
using reference::Change;
using reference::Departure;

// What the words say without the name in front of them.
std::string_view value_of(std::string_view text, std::string_view what) {
  if (text.starts_with(what) && text.substr(what.size()).starts_with(": "))
    return text.substr(what.size() + 2);
  return text;
}

std::string sentence(const Departure& d) {
  const std::string place =
      d.event ? fmt::format("event {}, PCR {}", *d.event, d.pcr) : fmt::format("PCR {}", d.pcr);
  std::string out;
  switch (d.change) {
    case Change::added:
      out = fmt::format("`{}` was added ({}); the reference has no such event.", d.now, place);
      break;
    case Change::removed:
      out = fmt::format("`{}` is missing ({}); the reference has it.", d.was, place);
      break;
    case Change::changed: {
      const auto was = value_of(d.was, d.what);
      const auto now = value_of(d.now, d.what);
      out = was == now
                ? fmt::format("the {} changed: same name, other content ({}).", d.what, place)
                : fmt::format("the {} changed: {} ({}).", d.what, word_difference(was, now), place);
      break;
    }
  }
  if (!d.words_proven && d.change != Change::removed)
    out += " The event's words are not what was measured.";
  out.front() =
      static_cast<char>(out.front() >= 'a' && out.front() <= 'z' ? out.front() - 32 : out.front());
  return out;
}

Cite cite(const Departure& d, const reference::ObservedBoot& observed,
          const inspect::boot::BootEvidence& e) {
  std::string at = fmt::format("PCR {}", d.pcr);
  if (d.event) {
    const auto offset = observed.event(*d.event).offset;
    at = fmt::format("event {}, offset {} (0x{:x}), PCR {}", *d.event, offset, offset, d.pcr);
    if (d.digest) at += fmt::format(", {} {}", crypto::name(d.digest->alg()), d.digest->hex());
  }
  return {std::string(e.event_log.path), at};
}

const reference::ChangeRecord* explaining(const Inputs& in, std::string_view server,
                                          base::Time when, std::string_view code,
                                          const std::optional<crypto::Digest>& digest) {
  for (const auto& record : in.changes)
    if (record.covers(server, when, code) && record.names(digest)) return &record;
  return nullptr;
}

// All departures of one PCR that share a code and an explanation, told together: the first in
// words, the others counted and cited.
struct Group {
  std::uint32_t pcr = 0;
  std::string_view code;
  const reference::ChangeRecord* explained = nullptr;
  std::vector<const Departure*> departures;
};

std::vector<Group> grouped(const reference::Comparison& c, const Inputs& in,
                           std::string_view server, base::Time when) {
  std::vector<Group> out;
  for (const Departure& d : c.departures) {
    const auto code = departure_code(d.pcr, d.type, d.what);
    const auto* record = explaining(in, server, when, code, d.digest);
    auto it = std::ranges::find_if(out, [&](const Group& g) {
      return g.pcr == d.pcr && g.code == code && g.explained == record;
    });
    if (it == out.end()) it = out.insert(out.end(), Group{d.pcr, code, record, {}});
    it->departures.push_back(&d);
  }
  return out;
}

// What a person should read first: the kernel's own line before the boot loader's command that set
// it.
const Departure& foremost(const Group& group) {
  const auto it = std::ranges::find_if(
      group.departures, [](const Departure* d) { return d->what == "kernel command line"; });
  return it != group.departures.end() ? **it : *group.departures.front();
}

}  // namespace

std::string_view departure_code(std::uint32_t pcr, std::uint32_t type,
                                std::string_view what) noexcept {
  using namespace formats::tcg;
  if (what.find("command line") != std::string_view::npos ||
      what.starts_with("grub command: linux"))
    return "boot.command-line.changed";
  switch (pcr) {
    case 0:
      return "boot.firmware.changed";
    case 1:
    case 3:
    case 6:
      return "boot.config.changed";
    case 2:
      return "boot.option-rom.changed";
    case 4:
      return "boot.loader.changed";
    case 5:
      return type == EV_EFI_GPT_EVENT || type == EV_EFI_GPT_EVENT2 ? "boot.partition.changed"
                                                                   : "boot.config.changed";
    case 7:
    case 14:
      return "boot.secure-boot.changed";
    case 8:
      return "boot.loader.changed";
    case 9:
    case 11:
    case 12:
    case 13:
      return "boot.file.changed";
    default:
      break;
  }
  return "boot.event.changed";
}

void add_departures(const reference::Comparison& comparison,
                    const reference::ObservedBoot& observed, const inspect::boot::BootEvidence& e,
                    const Inputs& in, base::Time when, ServerAppraisal& out) {
  constexpr std::size_t kMostCites = 20;
  for (const Group& group : grouped(comparison, in, out.id, when)) {
    const Departure& first = foremost(group);
    Finding f =
        evidence::make_finding(group.code, fmt::format("PCR {}", group.pcr), sentence(first));
    if (group.departures.size() > 1)
      f.why += fmt::format(" {} more event{} of PCR {} depart{} from the reference {}.",
                           group.departures.size() - 1, group.departures.size() == 2 ? "" : "s",
                           group.pcr, group.departures.size() == 2 ? "s" : "",
                           comparison.reference->name);
    std::string key = fmt::format("{}|{}", group.code, group.pcr);
    for (const Departure* d : group.departures) {
      if (f.cites.size() < kMostCites) f.cites.push_back(cite(*d, observed, e));
      key += "|" + (d->digest ? d->digest->hex() : "-" + d->what);
    }
    if (group.explained != nullptr) {
      f.status = FindingStatus::explained;
      f.explained_by = reference::explanation(*group.explained);
    } else {
      out.departures.push_back({out.findings.size(), std::move(key)});
    }
    out.findings.push_back(std::move(f));
  }
}

void add_pcr_departures(const std::vector<reference::PcrDeparture>& departures,
                        const inspect::boot::BootEvidence& e, const Inputs& in, base::Time when,
                        ServerAppraisal& out) {
  for (const auto& d : departures) {
    constexpr std::string_view kCode = "boot.pcr.changed";
    Finding f = evidence::make_finding(
        kCode, fmt::format("PCR {}", d.pcr),
        fmt::format(
            "PCR {} differs from the reference {} ({}… became {}…), and no event log says why.",
            d.pcr, out.boot.reference, d.was.hex().substr(0, 16), d.now.hex().substr(0, 16)),
        {{std::string(e.quote.path),
          fmt::format("PCR {}, {} {}", d.pcr, crypto::name(d.now.alg()), d.now.hex())}});
    if (const auto* record = explaining(in, out.id, when, kCode, d.now)) {
      f.status = FindingStatus::explained;
      f.explained_by = reference::explanation(*record);
    } else {
      out.departures.push_back(
          {out.findings.size(), fmt::format("{}|{}|{}", kCode, d.pcr, d.now.hex())});
    }
    out.findings.push_back(std::move(f));
  }
}

}  // namespace assay::appraise
