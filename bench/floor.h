// The least that an appraisal can cost on this machine: one verification with the key already
// loaded, the log's bytes hashed once, and one 64-byte hash an extend. Bare OpenSSL, contexts
// reused, the digest fetched once; nothing of Assay in it.
#pragma once

#include <memory>
#include <vector>

#include "synthetic_server.h"

struct evp_md_st;
struct evp_md_ctx_st;
struct evp_pkey_ctx_st;

namespace assay::bench {

class Floor {
 public:
  /// Keys are loaded and verifying contexts prepared here; `servers` must outlive the floor.
  explicit Floor(const std::vector<SyntheticServer>& servers);
  ~Floor();
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  void verify(std::size_t server);
  void hash_log(std::size_t server);
  /// As many 64-byte hashes as the server's log has events.
  void extend(std::size_t server);

 private:
  void hash(bytes::ByteSpan data);

  const std::vector<SyntheticServer>& servers_;
  evp_md_st* sha256_;
  evp_md_ctx_st* context_;
  std::vector<evp_pkey_ctx_st*> keys_;
  std::vector<crypto::Digest> quotes_;
  std::array<std::byte, 64> block_{};
};

}  // namespace assay::bench
