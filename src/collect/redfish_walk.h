// Reads a BMC's Redfish tree over HTTPS: opens a session, follows links breadth-first within
// limits, closes the session. A BMC is as little believed as any file: it cannot lead the walk to
// another host, to an endless tree or to a path outside the evidence, and one that answers slowly
// or never ends the walk with a reason; what was read till then is kept.
#pragma once

#include <optional>

#include "collect/http_client.h"
#include "evidence/bundle.h"

namespace assay::collect {

struct WalkOptions {
  std::string base_url;  ///< "https://10.0.0.7", without a path
  std::string user;      ///< empty: no session
  std::string password;
  base::Bytes nonce;  ///< 32 bytes: asks devices to sign their SPDM measurements over it
  std::uint32_t resources = 5'000;
  std::uint64_t resource_bytes = 4ULL << 20U;
  std::uint64_t total_bytes = 128ULL << 20U;
  std::uint32_t depth = 16;  ///< links from the service root
  std::chrono::milliseconds request_timeout{30'000};
  std::chrono::milliseconds total_timeout{600'000};
  std::uint32_t failures_in_a_row = 3;  ///< requests without an answer: the BMC is gone
};

struct Walk {
  std::vector<evidence::Artefact> artefacts;  ///< inventory/redfish/…, mockup layout
  bool complete = true;
  std::vector<std::string> problems;  ///< one sentence each, safe to show; the first is why
  std::uint32_t requests = 0;
};

/// An error where not even the service root or a session could be got.
[[nodiscard]] base::Result<Walk> walk_redfish(HttpClient& client, const WalkOptions& options);

/// "https://HOST[:PORT]" of a URL with at most a "/redfish/v1" behind it; an error for anything
/// else, user names in it among them.
[[nodiscard]] base::Result<std::string> base_url_of(std::string_view url);
/// The path and query of `link` where it stays on `base_url`'s host and below /redfish/v1.
[[nodiscard]] std::optional<std::string> local_link(std::string_view link,
                                                    std::string_view base_url);
/// "inventory/redfish/redfish/v1/Systems/1/index.json"; nothing for a URI with "." or ".." steps.
[[nodiscard]] std::optional<std::string> artefact_path(std::string_view uri);

}  // namespace assay::collect
