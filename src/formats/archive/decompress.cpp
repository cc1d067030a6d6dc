#include "formats/archive/decompress.h"

#include "formats/archive/codecs.h"

namespace assay::formats::archive {

bytes::Parsed<base::Bytes> decompress(Container container, bytes::Reader file,
                                      bytes::Budget& budget) {
  switch (container) {
    case Container::gzip:
      return gunzip(file, budget);
    case Container::xz:
      return unxz(file, budget);
    case Container::zstd:
      return unzstd(file, budget);
    case Container::zip:
    case Container::tar:
      break;
  }
  return bytes::bad_value(file.offset(), "container", "a gzip, xz or zstd stream");
}

}  // namespace assay::formats::archive
