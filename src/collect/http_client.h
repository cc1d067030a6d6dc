// The seam to the network: one HTTP request, one bounded answer. Collectors speak through it, so
// that tests hand in a service of their own; curl_client.h is the real one.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/types.h"

namespace assay::collect {

struct HttpRequest {
  std::string method = "GET";
  std::string url;                   ///< absolute
  std::vector<std::string> headers;  ///< "Name: value"
  std::string body;
  std::uint64_t max_bytes = 0;          ///< of the answer's body; more is an error
  std::chrono::milliseconds timeout{};  ///< for all of it
};

struct HttpResponse {
  int status = 0;
  base::Bytes body;
  std::string location;    ///< Location header, as written
  std::string auth_token;  ///< X-Auth-Token header
};

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// An error where no whole answer came: its message says why, without the URL. Redirects are not
  /// followed.
  [[nodiscard]] virtual base::Result<HttpResponse> send(const HttpRequest& request) = 0;
  /// Time since some fixed moment, never backwards.
  [[nodiscard]] virtual std::chrono::milliseconds now() const = 0;
};

}  // namespace assay::collect
