// The work that a worker can be asked for. A handler is a plain function from bytes to bytes, known
// by its name to both sides, since parent and worker are two runs of one program whose addresses
// differ.
#pragma once

#include <string_view>

#include "base/types.h"
#include "bytes/reader.h"

namespace assay::sandbox {

struct Handler {
  std::string_view name;
  /// Before the worker gives up its privileges: loads what opens files on first use (a crypto
  /// library's configuration). Null where nothing does.
  void (*prepare)();
  /// The answer to one job. Both views end with the call. What it cannot do it must say inside its
  /// answer; an exception ends the worker and is an error for the caller.
  base::Bytes (*handle)(bytes::ByteSpan request, bytes::ByteSpan payload);
};

}  // namespace assay::sandbox
