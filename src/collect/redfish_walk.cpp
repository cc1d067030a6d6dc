#include "collect/redfish_walk.h"

#include <deque>
#include <fmt/format.h>
#include <set>

#include "base/text.h"
#include "bytes/text.h"
#include "formats/json/json.h"
#include "formats/redfish/integrity.h"

namespace assay::collect {
namespace {

using base::ErrorKind;
using formats::json::Value;
namespace redfish = formats::redfish;

constexpr std::string_view kRoot = "/redfish/v1";
constexpr std::size_t kMostProblems = 20;
constexpr std::size_t kSpdmNonce = 32;

struct Wanted {
  std::string uri;
  std::uint32_t depth = 0;
};

// Every "@odata.id" and "…@odata.nextLink" of a resource.
void links_of(const Value& v, std::vector<std::string>& out, int depth = 0) {
  if (depth > 32) return;
  if (v.is_array())
    for (const auto& item : v) links_of(item, out, depth + 1);
  if (!v.is_object()) return;
  for (const auto& [key, value] : v.items()) {
    const bool link = key == "@odata.id" || key.ends_with("@odata.nextLink");
    if (link && value.is_string())
      out.push_back(value.get<std::string>());
    else
      links_of(value, out, depth + 1);
  }
}

class Walker {
 public:
  Walker(HttpClient& client, const WalkOptions& options)
      : client_(client), o_(options), deadline_(client.now() + options.total_timeout) {}

  base::Result<Walk> run() {
    if (!o_.user.empty()) ASSAY_CHECK(open_session());
    want(std::string(kRoot) + "/", 0);
    std::optional<base::Error> first;
    while (!queue_.empty() && may_go_on()) {
      const Wanted next = std::move(queue_.front());
      queue_.pop_front();
      auto got = fetch(next);
      if (!got) {
        problem(fmt::format("{}: {}", base::printable(next.uri, 200), got.error().message));
        if (out_.artefacts.empty()) {
          first = std::move(got).error();
          break;
        }
      }
    }
    close_session();
    if (first) return base::in_file(*std::move(first), o_.base_url);
    return std::move(out_);
  }

 private:
  void problem(std::string words) {
    out_.complete = false;
    if (out_.problems.size() < kMostProblems) out_.problems.push_back(std::move(words));
  }

  bool may_go_on() {
    std::string why;
    if (client_.now() >= deadline_)
      why = fmt::format("the BMC took longer than {} s for the whole tree",
                        o_.total_timeout.count() / 1000);
    else if (in_a_row_ >= o_.failures_in_a_row)
      why = fmt::format("the BMC did not answer {} requests in a row", in_a_row_);
    else if (out_.artefacts.size() >= o_.resources)
      why = fmt::format("the tree has more than {} resources", o_.resources);
    else if (total_ >= o_.total_bytes)
      why = fmt::format("the tree holds more than {} bytes", o_.total_bytes);
    if (why.empty()) return true;
    // Why the walk ended goes before what failed on the way.
    out_.complete = false;
    out_.problems.insert(out_.problems.begin(), std::move(why));
    return false;
  }

  HttpRequest request(std::string method, std::string_view uri) const {
    HttpRequest r;
    r.method = std::move(method);
    r.url = o_.base_url + std::string(uri);
    r.headers = {"Accept: application/json", "OData-Version: 4.0"};
    if (!token_.empty()) r.headers.push_back("X-Auth-Token: " + token_);
    r.max_bytes = o_.resource_bytes;
    r.timeout = std::min(o_.request_timeout, deadline_ - client_.now());
    return r;
  }

  base::Result<HttpResponse> send(const HttpRequest& r) {
    ++out_.requests;
    auto answer = client_.send(r);
    in_a_row_ = answer ? 0 : in_a_row_ + 1;
    return answer;
  }

  base::Result<void> open_session() {
    auto r = request("POST", std::string(kRoot) + "/SessionService/Sessions");
    r.headers.emplace_back("Content-Type: application/json");
    r.body = formats::json::to_text(Value{{"UserName", o_.user}, {"Password", o_.password}}, -1);
    auto answer = send(r);
    if (!answer) return base::in_file(std::move(answer).error(), o_.base_url);
    if (answer->status == 401 || answer->status == 403)
      return base::in_file({ErrorKind::refused, "the BMC refuses this user and password"},
                           o_.base_url);
    if (answer->status < 200 || answer->status > 299 || answer->auth_token.empty())
      return base::in_file(
          {ErrorKind::refused,
           fmt::format("the BMC opened no session (HTTP status {}{})", answer->status,
                       answer->status < 300 ? ", no X-Auth-Token" : "")},
          o_.base_url);
    // A header of its own would be smuggled in through a line break.
    if (answer->auth_token.find_first_of("\r\n") != std::string::npos ||
        answer->auth_token.size() > 4096)
      return base::in_file({ErrorKind::malformed, "the BMC's X-Auth-Token is no token"},
                           o_.base_url);
    token_ = answer->auth_token;
    session_ = local_link(answer->location, o_.base_url).value_or("");
    if (session_.empty()) {
      const auto id = session_in(answer->body);
      session_ = local_link(id, o_.base_url).value_or("");
    }
    return {};
  }

  static std::string session_in(bytes::ByteSpan body) {
    bytes::Budget budget({.items = 10'000, .bytes = 0, .depth = 32});
    const auto root = formats::json::parse(body, budget);
    const std::string* id = root ? formats::json::string_member(*root, "@odata.id") : nullptr;
    return id != nullptr ? *id : std::string{};
  }

  void close_session() {
    if (token_.empty() || session_.empty()) return;
    auto r = request("DELETE", session_);
    // Also where all time is spent: a BMC has few sessions.
    r.timeout =
        std::min<std::chrono::milliseconds>(o_.request_timeout, std::chrono::milliseconds(5'000));
    ++out_.requests;
    static_cast<void>(client_.send(r));
  }

  void want(std::string uri, std::uint32_t depth) {
    const auto fragment = uri.find('#');
    if (fragment != std::string::npos) uri.resize(fragment);
    if (!redfish::is_inventory_path(uri + ".json")) return;
    if (!seen_.insert(redfish::normal_uri(uri)).second) return;
    // The queue is what a hostile BMC could grow without end.
    if (queue_.size() >= o_.resources) return;
    queue_.push_back({std::move(uri), depth});
  }

  base::Result<void> fetch(const Wanted& wanted) {
    ASSAY_TRY(auto answer, send(request("GET", wanted.uri)));
    if (answer.status >= 300 && answer.status < 400) {
      const auto to = local_link(answer.location, o_.base_url);
      if (!to) return base::fail(ErrorKind::refused, "redirects to another host or place");
      if (wanted.depth < o_.depth) want(*to, wanted.depth + 1);
      return {};
    }
    // A dangling link is the BMC's own inconsistency, and common; nothing is lost by it.
    if (answer.status == 404 && !out_.artefacts.empty()) return {};
    if (answer.status != 200)
      return base::fail(
          answer.status == 401 || answer.status == 403 ? ErrorKind::refused : ErrorKind::io,
          fmt::format("HTTP status {}", answer.status));
    const auto path = artefact_path(wanted.uri);
    if (!path) return base::fail(ErrorKind::refused, "the URI leaves its folder");
    bytes::Budget budget({.items = 500'000, .bytes = o_.resource_bytes, .depth = 64});
    const auto resource = redfish::parse_resource(bytes::Reader(answer.body), *path, budget);
    if (!resource) return std::unexpected(resource.error());
    total_ += answer.body.size();
    out_.artefacts.push_back({*path, evidence::Role::redfish, std::move(answer.body)});
    if (wanted.depth < o_.depth) {
      std::vector<std::string> links;
      links_of(resource->root, links);
      for (const auto& link : links)
        if (auto uri = local_link(link, o_.base_url)) want(*std::move(uri), wanted.depth + 1);
    }
    if (resource->kind == redfish::Kind::component_integrity) ask_device(*resource);
    return {};
  }

  // The only request that asks for anything to be done: a signature over measurements and nonce.
  void ask_device(const redfish::Resource& resource) {
    redfish::Mistyped ignored;
    const auto i = redfish::component_integrity(resource, ignored);
    const auto target = local_link(i.signed_target, o_.base_url);
    if (o_.nonce.size() != kSpdmNonce || !target) return;
    auto r = request("POST", *target);
    r.headers.emplace_back("Content-Type: application/json");
    r.body = formats::json::to_text(Value{{"Nonce", bytes::to_hex(o_.nonce)}}, -1);
    auto answer = send(r);
    const auto path = artefact_path(*target);
    if (!answer || answer->status != 200 || !path) {
      problem(fmt::format(
          "{}: no signed measurements: {}", base::printable(*target, 200),
          answer ? fmt::format("HTTP status {}", answer->status) : answer.error().message));
      return;
    }
    total_ += answer->body.size();
    out_.artefacts.push_back({*path, evidence::Role::redfish, std::move(answer->body)});
  }

  HttpClient& client_;
  const WalkOptions& o_;
  std::chrono::milliseconds deadline_;
  std::string token_;
  std::string session_;
  std::deque<Wanted> queue_;
  std::set<std::string> seen_;
  std::uint64_t total_ = 0;
  std::uint32_t in_a_row_ = 0;
  Walk out_;
};

}  // namespace

base::Result<Walk> walk_redfish(HttpClient& client, const WalkOptions& options) {
  return Walker(client, options).run();
}

base::Result<std::string> base_url_of(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.ends_with(kRoot)) url.remove_suffix(kRoot.size());
  if (url.starts_with("http://"))
    return base::fail(ErrorKind::usage,
                      "expected https://: a password never goes out in the clear");
  const auto host = url.starts_with(kScheme) ? url.substr(kScheme.size()) : std::string_view{};
  if (host.empty() || host.find_first_of("/?#@\\ \t\r\n") != std::string_view::npos)
    return base::fail(ErrorKind::usage, "expected https://HOST or https://HOST:PORT");
  return std::string(url);
}

std::optional<std::string> local_link(std::string_view link, std::string_view base_url) {
  if (link.starts_with(base_url)) link.remove_prefix(base_url.size());
  const auto rest = link.starts_with(kRoot) ? link.substr(kRoot.size()) : std::string_view{"x"};
  if (!rest.empty() && rest.front() != '/' && rest.front() != '?' && rest.front() != '#')
    return std::nullopt;
  for (const char c : link)
    if (c <= 0x20 || c == 0x7F || c == '\\') return std::nullopt;
  if (link.find("/../") != std::string_view::npos || link.ends_with("/..")) return std::nullopt;
  return std::string(link);
}

std::optional<std::string> artefact_path(std::string_view uri) {
  uri = uri.substr(0, uri.find('#'));
  while (uri.ends_with('/')) uri.remove_suffix(1);
  if (!uri.starts_with('/')) return std::nullopt;
  std::string path = "inventory/redfish";
  for (const char c : uri) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/.-_~%+,:@()=").find(c) != std::string_view::npos;
    if (plain)
      path += c;
    else
      path += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  path += "/index.json";
  return evidence::is_safe_path(path) ? std::optional(path) : std::nullopt;
}

}  // namespace assay::collect
