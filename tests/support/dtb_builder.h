// Flattened device trees made in the test: nodes and properties one after the other, then done().
#pragma once

#include <string>
#include <string_view>

#include "bytes/text.h"
#include "bytes/writer.h"

namespace assay::testing {

class DtbBuilder {
 public:
  DtbBuilder& begin(std::string_view name) {
    structure_.be32(1);
    return text(name);
  }
  DtbBuilder& end() {
    structure_.be32(2);
    return *this;
  }
  DtbBuilder& property(std::string_view name, bytes::ByteSpan value) {
    structure_.be32(3).be32(static_cast<std::uint32_t>(value.size()));
    structure_.be32(static_cast<std::uint32_t>(strings_.size())).raw(value);
    strings_ += name;
    strings_ += '\0';
    return pad();
  }
  DtbBuilder& property(std::string_view name, std::string_view value) {
    return property(name, bytes::as_bytes(std::string(value) + '\0'));
  }
  DtbBuilder& cells(std::string_view name, std::initializer_list<std::uint32_t> values) {
    bytes::Writer w;
    for (const auto v : values) w.be32(v);
    return property(name, w.view());
  }
  [[nodiscard]] base::Bytes done() {
    structure_.be32(9);
    constexpr std::uint32_t kStart = 40 + 16;
    const auto size = static_cast<std::uint32_t>(structure_.size());
    const auto strings = static_cast<std::uint32_t>(strings_.size());
    bytes::Writer w;
    w.be32(0xD00DFEED).be32(kStart + size + strings).be32(kStart).be32(kStart + size).be32(40);
    w.be32(17).be32(16).be32(0).be32(strings).be32(size).zeros(16);
    w.raw(structure_.view()).raw(bytes::as_bytes(strings_));
    return std::move(w).release();
  }

 private:
  DtbBuilder& text(std::string_view name) {
    structure_.raw(bytes::as_bytes(name)).u8(0);
    return pad();
  }
  DtbBuilder& pad() {
    while (structure_.size() % 4 != 0) structure_.u8(0);
    return *this;
  }
  bytes::Writer structure_;
  std::string strings_;
};

}  // namespace assay::testing
