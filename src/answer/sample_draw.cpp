#include "answer/sample_draw.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/format.h"
#include "bytes/text.h"
#include "crypto/digest.h"
#include "ledger/cosigned.h"
#include "statement/json_cursor.h"

namespace assay::answer {
namespace {

using base::ErrorKind;
using base::fail;
using bytes::Parsed;

constexpr std::size_t kDigits = 64;

std::string sha256(std::string_view text) {
  return crypto::HashEngine().hash(crypto::HashAlg::sha256, bytes::as_bytes(text)).hex();
}

std::string line_of(const SamplePlan::Server& s) {
  std::string out = fmt::format("server {} ", s.part);
  statement::append_json_string(out, s.id);
  return out;
}

Parsed<SampleDraw> parse(bytes::Reader text, bytes::Budget& budget) {
  SampleDraw out;
  const auto all = bytes::as_chars(text.rest());
  statement::JsonCursor j(text, budget);
  ASSAY_CHECK(j.literal("assay sample draw 1\nplan ", "plan"));
  ASSAY_TRY(const auto plan, j.word(kDigits, "plan"));
  out.plan = plan;
  ASSAY_CHECK(j.literal("\nleaf ", "leaf"));
  ASSAY_TRY(out.leaf, j.number("leaf"));
  ASSAY_CHECK(j.literal("\nseed ", "seed"));
  ASSAY_TRY(const auto seed, j.word(kDigits, "seed"));
  ASSAY_CHECK(j.literal("\n", "seed"));
  while (!j.take("\n")) {
    ASSAY_CHECK(budget.items(1, j.offset(), "server"));
    auto& one = out.servers.emplace_back();
    ASSAY_CHECK(j.literal("server ", "server"));
    ASSAY_TRY(one.part, j.number("part of a server"));
    ASSAY_CHECK(j.literal(" ", "server"));
    ASSAY_TRY(one.id, j.string("server"));
    ASSAY_CHECK(j.literal("\n", "server"));
  }
  out.head = all.substr(j.offset() - text.offset());
  if (sha256(out.head) != seed)
    return bytes::bad_value(j.offset(), "head", "the text whose SHA-256 is the seed");
  return out;
}

}  // namespace

std::string seed_head(std::string_view text, std::string_view line) {
  return fmt::format("{}\n{}", text, line);
}

std::vector<SamplePlan::Server> draw_sample(const SamplePlan& plan, std::string_view head) {
  struct Ticket {
    std::uint64_t part;
    crypto::Digest number;
    const SamplePlan::Server* server;
  };
  const auto seed = sha256(head) + " ";
  crypto::HashEngine hash;
  std::vector<Ticket> tickets;
  tickets.reserve(plan.servers.size());
  for (const auto& s : plan.servers)
    tickets.push_back(
        {s.part, hash.hash(crypto::HashAlg::sha256, bytes::as_bytes(seed + line_of(s))), &s});
  std::ranges::sort(tickets, [](const Ticket& a, const Ticket& b) {
    return a.part != b.part ? a.part < b.part : a.number < b.number;
  });
  std::vector<std::uint64_t> taken(plan.parts.size());
  std::vector<SamplePlan::Server> out;
  for (const auto& t : tickets)
    if (taken[t.part] < plan.parts[t.part].drawn) {
      ++taken[t.part];
      out.push_back(*t.server);
    }
  return out;
}

SampleDraw make_draw(const SamplePlan& plan, std::string_view plan_text, std::uint64_t leaf,
                     std::string head) {
  SampleDraw out{.plan = sha256(plan_text), .leaf = leaf, .head = std::move(head), .servers = {}};
  out.servers = draw_sample(plan, out.head);
  return out;
}

base::Result<void> check_draw(const SampleDraw& draw, const SamplePlan& plan,
                              std::string_view plan_text) {
  const auto no = [](std::string_view what) { return fail(ErrorKind::refused, std::string(what)); };
  if (draw.plan != sha256(plan_text)) return no("it is the draw of another plan");
  const auto head = ledger::cosigned_by(draw.head, plan.witness);
  if (!head) return std::unexpected(head.error());
  if (!*head) return no("the plan's witness did not cosign the head that is its seed");
  if (draw.head != seed_head((*head)->text, (*head)->line))
    return no("its seed holds more than the head and the line of the plan's witness");
  if ((*head)->size <= draw.leaf)
    return no(
        fmt::format("the head that is its seed, of {} leaves, is older than the plan, leaf {}",
                    (*head)->size, draw.leaf));
  const auto same = [](const SamplePlan::Server& a, const SamplePlan::Server& b) {
    return a.part == b.part && a.id == b.id;
  };
  if (!std::ranges::equal(draw.servers, draw_sample(plan, draw.head), same))
    return no("its servers are not those that the seed draws");
  return {};
}

base::Time drawn_at(const SampleDraw& draw, const SamplePlan& plan) {
  const auto head = ledger::cosigned_by(draw.head, plan.witness);
  return {head && *head ? static_cast<std::int64_t>((*head)->timestamp) : 0};
}

std::string to_text(const SampleDraw& d) {
  auto out = fmt::format("assay sample draw 1\nplan {}\nleaf {}\nseed {}\n", d.plan, d.leaf,
                         sha256(d.head));
  for (const auto& s : d.servers) out += line_of(s) + "\n";
  return out + "\n" + d.head;
}

Parsed<SampleDraw> parse_sample_draw(bytes::Reader text, bytes::Budget& budget) {
  return parse(text, budget);
}

}  // namespace assay::answer
