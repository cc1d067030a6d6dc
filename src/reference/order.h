// What was ordered: parts by server, from a purchasing system's CSV or from the maker's bill of
// materials (CycloneDX). An order says what should be there and is held by the appraiser, never by
// the server.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "bytes/reader.h"
#include "inspect/inventory/component.h"

namespace assay::reference {

/// One line of an order: `count` equal parts of the servers that `server` names.
struct OrderLine {
  std::string server;  ///< id or glob ("web-*"), or the serial number of the system
  std::uint32_t count = 1;
  inspect::inventory::Component part;
};

struct Order {
  std::string file;
  std::vector<OrderLine> lines;

  /// The parts ordered for this server, one entry a piece; empty where it is not in the order.
  [[nodiscard]] std::vector<inspect::inventory::Component> parts_for(
      std::string_view server, const inspect::inventory::Identity& identity) const;
};

/// CSV with the columns server, class, model (required), vendor, revision, serial, location, count;
/// or CycloneDX JSON, whose subject's name or serial number is the server. An unknown column, an
/// unknown class and a count that is no number from 1 to 10,000 are errors with their line.
[[nodiscard]] base::Result<Order> parse_order(bytes::ByteSpan text, const std::string& file);

}  // namespace assay::reference
