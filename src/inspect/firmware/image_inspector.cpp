#include "inspect/firmware/image_inspector.h"

#include "inspect/firmware/inspect_image.h"

namespace assay::inspect::firmware {
namespace {

Tree take_apart(bytes::ByteSpan image, const ImageRequest& request) {
  bytes::Budget budget(kImageLimits);
  crypto::HashEngine hash;
  Tree tree = inspect_image(image, budget, hash,
                            {.artefact = request.artefact,
                             .threads = request.threads,
                             .digest = request.digest,
                             .as_of = request.as_of});
  make_sendable(tree);
  return tree;
}

// OpenSSL reads its configuration with the first digest.
void prepare() {
  crypto::HashEngine hash;
  (void)hash.hash(crypto::HashAlg::sha256, {});
}

base::Bytes handle(bytes::ByteSpan request, bytes::ByteSpan image) {
  const auto wanted = parse_image_request(bytes::Reader(request));
  if (!wanted) return {};  // no tree at all: the parent refuses it
  return encode_tree(take_apart(image, *wanted), wanted->contents);
}

// What an answer may cost the parent: as many nodes as an image may have, with some attributes
// each, and what was decompressed where that goes along.
constexpr bytes::Limits kAnswerLimits{
    .items = 5 * kImageLimits.items, .bytes = kImageLimits.bytes, .depth = 1};

}  // namespace

base::Result<Tree> LocalInspector::inspect(bytes::ByteSpan image,
                                           const ImageRequest& request) const {
  Tree tree = take_apart(image, request);
  if (request.contents == Contents::left_out)
    for (base::Bytes& buffer : tree.buffers) buffer = base::Bytes();
  return tree;
}

base::Result<Tree> SandboxedInspector::inspect(bytes::ByteSpan image,
                                               const ImageRequest& request) const {
  ASSAY_TRY(const auto payload, sandbox::Sealed::copy_of(image));
  ASSAY_TRY(const auto answer, pool_.run(to_bytes(request), payload, request.artefact));
  bytes::Budget budget(kAnswerLimits);
  auto tree = parse_tree(bytes::Reader(answer.bytes()), budget, image.size());
  if (!tree) {
    // The offset is one of the answer, not of the image.
    auto error = bytes::to_error(tree.error());
    error.message = "the worker that parsed it answered nonsense: " + error.message;
    error.offset.reset();
    return base::in_file(std::move(error), request.artefact);
  }
  if (request.digest && tree->nodes[0].digest != *request.digest)
    return base::in_file({base::ErrorKind::malformed, "the worker answered for another image"},
                         request.artefact);
  return std::move(*tree);
}

std::vector<std::string> SandboxedInspector::notes() const {
  const auto confinement = pool_.confinement();
  return confinement ? confinement->notes() : std::vector<std::string>();
}

sandbox::Handler image_handler() noexcept { return {"firmware", prepare, handle}; }

}  // namespace assay::inspect::firmware
