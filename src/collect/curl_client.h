// HttpClient over libcurl: HTTPS only, certificates checked unless told otherwise, no proxy, no
// redirect, nothing from the environment. The only file of the project that knows libcurl.
#pragma once

#include <memory>

#include "collect/http_client.h"

namespace assay::collect {

struct TlsOptions {
  std::string ca_file;    ///< PEM; empty: the system's
  bool insecure = false;  ///< takes any certificate: the answers could be anybody's
};

/// One connection, kept open between requests. Not for several threads.
[[nodiscard]] base::Result<std::unique_ptr<HttpClient>> make_curl_client(const TlsOptions& tls);

}  // namespace assay::collect
