#include "collect/curl_client.h"

#include <algorithm>
#include <curl/curl.h>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"

namespace assay::collect {
namespace {

using base::ErrorKind;

struct Answer {
  HttpResponse response;
  std::uint64_t max_bytes = 0;
  bool too_long = false;
};

bool is_header(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         std::ranges::equal(line.substr(0, name.size()), name, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
         });
}

std::string header_value(std::string_view line) {
  line.remove_prefix(line.find(':') + 1);
  const auto from = line.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  line.remove_prefix(from);
  const auto to = line.find_last_not_of(" \t\r\n");
  return std::string(line.substr(0, to + 1));
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  auto& answer = *static_cast<Answer*>(user);
  const std::size_t n = size * count;
  auto& body = answer.response.body;
  if (n > answer.max_bytes - std::min<std::uint64_t>(answer.max_bytes, body.size())) {
    answer.too_long = true;
    return 0;
  }
  const auto bytes = bytes::as_bytes(std::string_view(data, n));
  body.insert(body.end(), bytes.begin(), bytes.end());
  return n;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& response = static_cast<Answer*>(user)->response;
  const std::string_view line(data, size * count);
  if (line.size() > 8192) return line.size();
  if (is_header(line, "location")) response.location = header_value(line);
  if (is_header(line, "x-auth-token")) response.auth_token = header_value(line);
  return line.size();
}

class Headers {
 public:
  explicit Headers(const std::vector<std::string>& lines) {
    for (const auto& line : lines) list_ = curl_slist_append(list_, line.c_str());
  }
  Headers(const Headers&) = delete;
  Headers& operator=(const Headers&) = delete;
  ~Headers() { curl_slist_free_all(list_); }
  [[nodiscard]] curl_slist* get() const noexcept { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

class CurlClient final : public HttpClient {
 public:
  CurlClient(CURL* handle, TlsOptions tls) : handle_(handle), tls_(std::move(tls)) {}
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() override { curl_easy_cleanup(handle_); }

  base::Result<HttpResponse> send(const HttpRequest& request) override {
    Answer answer{{}, request.max_bytes, false};
    const Headers headers(request.headers);
    char words[CURL_ERROR_SIZE] = "";
    curl_easy_reset(handle_);  // keeps the connection
    bool ok = true;
    const auto set = [&](CURLoption option, auto value) {
      ok = curl_easy_setopt(handle_, option, value) == CURLE_OK && ok;
    };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "POST") {
      set(CURLOPT_POSTFIELDS, request.body.c_str());
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&answer));
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(words));
    const auto patience = std::max<std::int64_t>(request.timeout.count(), 1);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    // Some BMCs compress unasked; the limit counts what comes out of it.
    set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_SSL_VERIFYPEER, tls_.insecure ? 0L : 1L);
    set(CURLOPT_SSL_VERIFYHOST, tls_.insecure ? 0L : 2L);
    if (!tls_.ca_file.empty()) set(CURLOPT_CAINFO, tls_.ca_file.c_str());
    if (!ok) return base::fail(ErrorKind::io, "libcurl refused the request's options");
    const CURLcode code = curl_easy_perform(handle_);
    if (answer.too_long)
      return base::fail(ErrorKind::budget,
                        fmt::format("the answer is longer than {} bytes", request.max_bytes));
    if (code != CURLE_OK)
      return base::fail(ErrorKind::io, base::printable(words[0] != '\0' ? std::string_view(words)
                                                                        : curl_easy_strerror(code),
                                                       300));
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    answer.response.status = static_cast<int>(status);
    return std::move(answer.response);
  }

  std::chrono::milliseconds now() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
  }

 private:
  CURL* handle_;
  TlsOptions tls_;
};

}  // namespace

base::Result<std::unique_ptr<HttpClient>> make_curl_client(const TlsOptions& tls) {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return base::fail(ErrorKind::io, "libcurl cannot start");
  CURL* handle = curl_easy_init();
  if (handle == nullptr) return base::fail(ErrorKind::io, "libcurl cannot start");
  return std::make_unique<CurlClient>(handle, tls);
}

}  // namespace assay::collect
