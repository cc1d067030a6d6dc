#include "formats/hardware/cpuinfo.h"

#include <algorithm>

#include "base/error.h"
#include "bytes/lines.h"

namespace assay::formats::hardware {
namespace {

// One block, before its package is known: "physical id" comes after most other keys.
struct Processor {
  bool seen = false;
  CpuPackage part;
};

void merge(Processor& processor, std::vector<CpuPackage>& out) {
  if (!processor.seen) return;
  CpuPackage& p = processor.part;
  auto it = std::ranges::find(out, p.id, &CpuPackage::id);
  if (it == out.end()) {
    p.processors = 1;
    out.push_back(std::move(p));
  } else {
    ++it->processors;
    for (const auto version : p.microcode)
      if (std::ranges::find(it->microcode, version) == it->microcode.end())
        it->microcode.push_back(version);
  }
  processor = {};
}

// Whole words: "hypervisor" among the flags.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || text[at - 1] == ' ';
    const bool ends = at + word.size() == text.size() || text[at + word.size()] == ' ';
    if (begins && ends) return true;
  }
  return false;
}

void set(const bytes::KeyValue& kv, CpuPackage& p) {
  if (kv.key == "vendor_id" || kv.key == "CPU implementer") p.vendor = kv.value;
  if (kv.key == "model name" || kv.key == "Model" || kv.key == "cpu") p.model_name = kv.value;
  if (kv.key == "cpu family" || kv.key == "CPU architecture") p.family = kv.value;
  if (kv.key == "model" || kv.key == "CPU part") p.model = kv.value;
  if (kv.key == "stepping" || kv.key == "CPU revision" || kv.key == "revision")
    p.stepping = kv.value;
  if (kv.key == "microcode" && !kv.value.empty()) p.microcode = {kv.value};
  if (kv.key == "cpu cores") p.cores = kv.value;
  if (kv.key == "physical id") p.id = bytes::number<std::uint32_t>(kv.value).value_or(0);
  if (kv.key == "flags") p.hypervisor = has_word(kv.value, "hypervisor");
}

}  // namespace

bytes::Parsed<std::vector<CpuPackage>> parse_cpuinfo(bytes::Reader reader, bytes::Budget& budget) {
  std::vector<CpuPackage> out;
  Processor processor;
  bytes::Lines lines(reader);
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "cpuinfo line"));
    const auto kv = bytes::split_at(line->text);
    if (!kv) continue;
    if (kv->key == "processor" && bytes::number<std::uint32_t>(kv->value)) {
      merge(processor, out);
      processor.seen = true;
      processor.part.line = line->number;
      continue;
    }
    if (processor.seen) set(*kv, processor.part);
  }
  merge(processor, out);
  if (out.empty()) return bytes::bad_value(reader.offset(), "cpuinfo", "a line \"processor : 0\"");
  return out;
}

bool looks_like_cpuinfo(bytes::ByteSpan b) noexcept {
  const auto head = bytes::as_chars(b.first(std::min<std::size_t>(b.size(), 64)));
  return head.starts_with("processor\t: ");
}

}  // namespace assay::formats::hardware
