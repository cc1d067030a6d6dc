#include "formats/pci/lspci.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "bytes/lines.h"
#include "formats/pci/lspci_line.h"

namespace assay::formats::pci {
namespace {

// The hex dump of the device that is being read.
class Dump {
 public:
  // A dump is one run from 0 on; what does not follow on from it is told and left out.
  void add(const HexLine& line, LspciDevice& device) {
    if (line.at != size_ || line.count > bytes_.size() - size_) {
      if (!device.dump_problem)
        device.dump_problem =
            bytes::ParseError{bytes::Fault::bad_value, line.at, "hex dump",
                              "lines that follow one another from 00 to at most ff0"};
      return;
    }
    std::ranges::copy(std::span(line.bytes).first(line.count), bytes_.begin() + at(size_));
    size_ += line.count;
  }

  // Decodes what was gathered into `device` and begins anew.
  bytes::Parsed<void> finish(LspciDevice& device, bytes::Budget& budget) {
    const std::size_t size = std::exchange(size_, 0);
    device.dump_size = size;
    if (size == 0) return {};
    // A dump that was cut still has the smaller spaces whole.
    const std::size_t whole = size >= kExpressSize  ? kExpressSize
                              : size >= kPciSize    ? kPciSize
                              : size >= kHeaderSize ? kHeaderSize
                                                    : size;
    if (whole != size && !device.dump_problem)
      device.dump_problem =
          bytes::ParseError{bytes::Fault::bad_value, size, "hex dump", "64, 256 or 4096 bytes"};
    auto config = parse_config(bytes::Reader(std::span(bytes_).first(whole)), budget);
    if (config) {
      device.config = *std::move(config);
    } else {
      if (config.error().fault == bytes::Fault::budget) return std::unexpected(config.error());
      device.dump_problem = config.error();
    }
    return {};
  }

 private:
  static std::ptrdiff_t at(std::size_t n) noexcept { return static_cast<std::ptrdiff_t>(n); }

  std::array<std::byte, kExpressSize> bytes_{};
  std::size_t size_ = 0;
};

enum class Form : std::uint8_t { lines, record };

}  // namespace

bytes::Parsed<Lspci> parse_lspci(bytes::Reader reader, bytes::Budget& budget) {
  Lspci out;
  Dump dump;
  bytes::Lines lines(reader);
  Form form = Form::lines;
  bool open = false;  // a device that lines may still belong to
  const auto begin = [&](LspciDevice device, Form its_form) -> bytes::Parsed<void> {
    if (!out.devices.empty()) ASSAY_CHECK(dump.finish(out.devices.back(), budget));
    out.devices.push_back(std::move(device));
    form = its_form;
    open = true;
    return {};
  };
  while (const auto line = lines.next()) {
    ASSAY_CHECK(budget.items(1, line->offset, "lspci line"));
    if (bytes::trimmed(line->text).empty()) {
      if (form == Form::record) open = false;
      continue;
    }
    const bool indented = line->text.front() == '\t' || line->text.front() == ' ';
    if (!indented && (!open || form == Form::lines)) {
      if (auto device = device_line(*line)) {
        ASSAY_CHECK(begin(*std::move(device), Form::lines));
        continue;
      }
      if (auto device = record_start(*line)) {
        ASSAY_CHECK(begin(*std::move(device), Form::record));
        continue;
      }
    }
    if (open && form == Form::record) {
      record_line(line->text, out.devices.back());
    } else if (open && indented) {
      property_line(line->text, out.devices.back());
    } else if (const auto hex = open ? hex_line(line->text) : std::nullopt) {
      dump.add(*hex, out.devices.back());
    } else {
      ++out.ignored_lines;
    }
  }
  if (out.devices.empty())
    return bytes::bad_value(reader.offset(), "lspci", "a line that begins with a device's address");
  ASSAY_CHECK(dump.finish(out.devices.back(), budget));
  return out;
}

bool looks_like_lspci(bytes::ByteSpan b) noexcept {
  bytes::Lines lines(bytes::Reader(b.first(std::min<std::size_t>(b.size(), 4096))));
  for (int i = 0; i < 8; ++i) {
    const auto line = lines.next();
    if (!line) return false;
    const auto address = parse_address(line->text.substr(0, line->text.find(' ')));
    const bool has_more = line->text.find(' ') != std::string_view::npos;
    if (address && has_more) return true;
    const auto kv = bytes::split_at(line->text);
    if (kv && (kv->key == "Slot" || kv->key == "Device") && parse_address(kv->value)) return true;
  }
  return false;
}

}  // namespace assay::formats::pci
