#include "formats/capsule/dependency.h"

#include <array>
#include <fmt/format.h>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "bytes/text.h"
#include "formats/uefi/guid.h"

namespace assay::formats::capsule {
namespace {

using bytes::Parsed;
using bytes::Reader;

enum Op : std::uint8_t {
  push_guid,
  push_version,
  declare_version_name,
  op_and,
  op_or,
  op_not,
  op_true,
  op_false,
  equal,
  greater,
  greater_equal,
  less,
  less_equal,
  end,
  declare_length,
};
constexpr std::size_t kMostSteps = 1024;
constexpr std::size_t kLongestText = 16 * 1024;

struct Machine {
  std::vector<std::string> stack;
  std::size_t written = 0;  // bytes of text made so far: operators copy theirs

  bool push(std::string text) {
    written += text.size();
    if (written > kLongestText) return false;
    stack.push_back(std::move(text));
    return true;
  }
  bool binary(std::string_view word) {
    if (stack.size() < 2) return false;
    const std::string right = std::move(stack.back());
    stack.pop_back();
    const std::string left = std::move(stack.back());
    stack.pop_back();
    return push(fmt::format("({} {} {})", left, word, right));
  }
  bool negate() {
    if (stack.empty()) return false;
    const std::string value = std::move(stack.back());
    stack.pop_back();
    return push("not " + value);
  }
};

bool operands(Machine& machine, Reader& r, std::uint8_t op) {
  switch (op) {
    case push_guid: {
      const auto guid = uefi::read_guid(r, "GUID");
      return guid && machine.push(guid->to_string());
    }
    case push_version: {
      const auto version = r.le32("version");
      return version && machine.push(fmt::format("version {:#x}", *version));
    }
    case declare_version_name: {
      const auto end_of_name = bytes::as_chars(r.rest()).find('\0');
      return end_of_name != std::string_view::npos && r.skip(end_of_name + 1, "version's name");
    }
    case declare_length:
      return r.skip(4, "length").has_value();
    default:
      return false;
  }
}

bool step(Machine& machine, Reader& r, std::uint8_t op) {
  static constexpr std::array<std::string_view, 13> kWords = {"", "",  "",  "and", "or", "",  "",
                                                              "", "=", ">", ">=",  "<",  "<="};
  if (op == op_not) return machine.negate();
  if (op == op_true || op == op_false) return machine.push(op == op_true ? "true" : "false");
  if (op < kWords.size() && !kWords.at(op).empty()) return machine.binary(kWords.at(op));
  return operands(machine, r, op);
}

}  // namespace

Parsed<Dependencies> read_dependencies(const Reader& image, std::uint64_t at,
                                       bytes::Budget& budget) {
  const std::uint64_t size = image.whole().size();
  if (at >= size) return Dependencies{};
  ASSAY_TRY(auto r, image.at(at, size - at, "dependencies"));
  const std::uint64_t start = r.offset();
  Machine machine;
  for (std::size_t steps = 0; steps < kMostSteps; ++steps) {
    const auto op = r.u8("opcode");
    if (!op || *op > declare_length) return Dependencies{};
    if (*op == end) {
      if (machine.stack.size() != 1) return Dependencies{};
      ASSAY_CHECK(budget.bytes(machine.stack.front().size(), start, "dependencies"));
      return Dependencies{.text = base::printable(machine.stack.front()),
                          .size = r.offset() - start};
    }
    if (!step(machine, r, *op)) return Dependencies{};
  }
  return Dependencies{};
}

}  // namespace assay::formats::capsule
