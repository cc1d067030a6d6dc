// Who takes an image apart: this process (tests, fuzzers), or a worker process without privileges
// (everything that a person runs on foreign images). main() decides and hands one down; both give
// the same tree.
#pragma once

#include "base/error.h"
#include "inspect/firmware/image_request.h"
#include "sandbox/handler.h"
#include "sandbox/pool.h"

namespace assay::inspect::firmware {

class ImageInspector {
 public:
  ImageInspector() = default;
  ImageInspector(const ImageInspector&) = delete;
  ImageInspector& operator=(const ImageInspector&) = delete;
  virtual ~ImageInspector() = default;

  /// Errors name request.artefact: a worker that died, took too long or lied. What is wrong with
  /// the image itself is in the tree's findings. From many threads at once.
  [[nodiscard]] virtual base::Result<Tree> inspect(bytes::ByteSpan image,
                                                   const ImageRequest& request) const = 0;
  /// What the system did not grant those who did the work so far, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> notes() const { return {}; }
};

/// In this process, within kImageLimits.
class LocalInspector final : public ImageInspector {
 public:
  [[nodiscard]] base::Result<Tree> inspect(bytes::ByteSpan image,
                                           const ImageRequest& request) const override;
};

/// In the pool's workers, whose main() knows image_handler().
class SandboxedInspector final : public ImageInspector {
 public:
  /// The pool outlives the inspector; its handler is image_handler().name.
  explicit SandboxedInspector(sandbox::Pool& pool) noexcept : pool_(pool) {}
  [[nodiscard]] base::Result<Tree> inspect(bytes::ByteSpan image,
                                           const ImageRequest& request) const override;
  [[nodiscard]] std::vector<std::string> notes() const override;

 private:
  sandbox::Pool& pool_;
};

/// An ImageRequest and an image in, encode_tree() out.
[[nodiscard]] sandbox::Handler image_handler() noexcept;

}  // namespace assay::inspect::firmware
