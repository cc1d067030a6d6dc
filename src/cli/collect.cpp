// assay collect: takes evidence of this server from /sys and /proc, or of any server from its
// management controller over Redfish, and writes it as one .evidence file or as a folder.
#include <cstdlib>
#include <fmt/format.h>

#include "base/text.h"
#include "bytes/text.h"
#include "cli/seal.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "collect/curl_client.h"
#include "collect/host.h"
#include "collect/redfish_walk.h"
#include "evidence/packed.h"

namespace assay::cli {
namespace {

using base::ErrorKind;

struct Options {
  std::string output, server, key, nonce, issuer, root = "/", collected;
  std::string redfish, user, password_file, ca;
  bool insecure = false, host = false;
  unsigned timeout = 30, total_timeout = 600, resources = 5000;
};

// What a collection got: whole, or with things to tell.
struct Taken {
  evidence::Bundle bundle;
  bool complete = true;
};

base::Result<std::string> read_password(const Options& o, const Context& c) {
  if (!o.password_file.empty()) {
    ASSAY_TRY(const auto bytes, c.fs.read(o.password_file, 4096));
    std::string text = bytes::to_string(bytes);
    text.resize(text.find_last_not_of("\r\n") + 1);
    return text;
  }
  // Read before any thread starts. NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* text = std::getenv("ASSAY_REDFISH_PASSWORD");
  if (text != nullptr) return std::string(text);
  return base::fail(ErrorKind::usage,
                    "--user needs --password-file or ASSAY_REDFISH_PASSWORD in the environment");
}

// Beside the resources: how they were got, and whether that is all of them. Signed with the rest.
evidence::Artefact note_of(const collect::Walk& walk, const std::string& url, bool insecure) {
  formats::json::Value note{{"url", url},
                            {"tls", insecure ? "not verified" : "verified"},
                            {"complete", walk.complete},
                            {"why", walk.problems.empty() ? "" : walk.problems.front()},
                            {"problems", walk.problems},
                            {"resources", walk.artefacts.size()},
                            {"requests", walk.requests}};
  const std::string json = formats::json::to_text(note) + "\n";
  return {"inventory/redfish/collected.json", evidence::Role::redfish,
          bytes::copy(bytes::as_bytes(json))};
}

base::Result<void> take_redfish(const Options& o, const Context& c, const base::Bytes& nonce,
                                Taken& taken) {
  collect::WalkOptions walk;
  auto url = collect::base_url_of(o.redfish);
  if (!url) return base::in_file(std::move(url).error(), "--redfish");
  walk.base_url = *std::move(url);
  walk.user = o.user;
  if (!o.user.empty()) {
    ASSAY_TRY(walk.password, read_password(o, c));
  }
  walk.nonce = nonce;
  walk.resources = o.resources;
  walk.request_timeout = std::chrono::seconds(o.timeout);
  walk.total_timeout = std::chrono::seconds(o.total_timeout);
  ASSAY_TRY(const auto client, collect::make_curl_client({o.ca, o.insecure}));
  ASSAY_TRY(auto got, collect::walk_redfish(*client, walk));
  for (const auto& problem : got.problems)
    c.note(fmt::format("{}: {}: {}", c.program, walk.base_url, problem));
  if (o.insecure)
    c.note(fmt::format("{}: {}: the certificate was not checked: these answers could be anybody's",
                       c.program, walk.base_url));
  taken.complete = got.complete;
  taken.bundle.artefacts.push_back(note_of(got, walk.base_url, o.insecure));
  for (auto& a : got.artefacts) taken.bundle.artefacts.push_back(std::move(a));
  taken.bundle.server = walk.base_url.substr(std::string_view("https://").size());
  return {};
}

void take_host(const Options& o, const Context& c, Taken& taken) {
  auto host = collect::collect_host(c.fs, o.root);
  for (const auto& skipped : host.skipped)
    c.note(fmt::format("{}: left out: {}", c.program, skipped));
  for (auto& a : host.artefacts) taken.bundle.artefacts.push_back(std::move(a));
  if (!host.host_name.empty()) taken.bundle.server = host.host_name;
}

base::Result<void> write_folder(const Context& c, const std::filesystem::path& folder,
                                const evidence::Bundle& bundle) {
  if (c.fs.type(folder / "manifest.json") != base::FileType::none)
    return base::in_file({ErrorKind::usage, "holds evidence already; name a new folder"},
                         folder.string());
  const auto write = [&](const std::string& path, bytes::ByteSpan bytes) -> base::Result<void> {
    const auto to = folder / path;
    ASSAY_CHECK(c.fs.make_directories(to.parent_path()));
    return c.fs.write_atomically(to, bytes);
  };
  for (const auto& a : bundle.artefacts) ASSAY_CHECK(write(a.path, a.bytes));
  if (!bundle.manifest_signature.empty())
    ASSAY_CHECK(write("manifest.sig", bundle.manifest_signature));
  // Last: evidence that was cut short has no manifest.
  return write("manifest.json", bundle.manifest_bytes);
}

base::Result<void> write(const Context& c, const Options& o, const evidence::Bundle& bundle) {
  if (!o.output.ends_with(".evidence")) return write_folder(c, o.output, bundle);
  ASSAY_TRY(const auto packed, evidence::pack(bundle));
  return c.fs.write_atomically(o.output, packed);
}

base::Result<int> run(const Options& o, const Context& c) {
  const auto nonce = bytes::from_hex(o.nonce);
  if (!nonce) return base::in_file({ErrorKind::usage, "expected hex digits"}, "--nonce");
  ASSAY_TRY(const auto collected, parse_as_of(c, o.collected));
  Taken taken;
  if (!o.redfish.empty()) ASSAY_CHECK(take_redfish(o, c, *nonce, taken));
  if (o.redfish.empty() || o.host) take_host(o, c, taken);
  auto& bundle = taken.bundle;
  if (bundle.artefacts.empty())
    return base::in_file({ErrorKind::io, "nothing there that could be read"}, o.root);
  if (!o.server.empty()) bundle.server = o.server;
  if (bundle.server.empty()) bundle.server = "server";
  std::optional<evidence::Challenge> challenge;
  if (!nonce->empty()) challenge = {*nonce, o.issuer};
  make_manifest(bundle, bundle.server, collected, std::move(challenge));
  ASSAY_CHECK(sign_manifest(c, o.key, bundle));
  ASSAY_CHECK(write(c, o, bundle));
  c.note(fmt::format("{}: {} of {}{}", o.output, base::counted(bundle.artefacts.size(), "artefact"),
                     base::printable(bundle.server, 200),
                     taken.complete ? "" : ", incomplete: the tree was not read to its end"));
  return taken.complete ? kOk : kFound;
}

}  // namespace

void add_collect(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand(
      "collect", "take evidence of this server, or of one through its management controller");
  verb->add_option("-o,--output", o->output, "a .evidence file, or a folder to make")->required();
  verb->add_option("--server", o->server,
                   "the server's id; default: its host name, or the controller's address");
  verb->add_option("--sign", o->key, "sign the manifest with this key (made by `assay key new`)");
  verb->add_option("--nonce", o->nonce,
                   "the appraiser's challenge, as hex; with --redfish, devices sign over 32 bytes");
  verb->add_option("--issuer", o->issuer, "who issued the challenge");
  verb->add_option("--collected", o->collected, "the time to write down (RFC 3339); default: now");
  verb->add_option("--root", o->root, "where /sys and /proc lie")->capture_default_str();
  verb->add_option("--redfish", o->redfish,
                   "the management controller, https://HOST[:PORT]; this machine itself is then "
                   "taken only with --host");
  verb->add_flag("--host", o->host, "with --redfish: this machine too");
  verb->add_option("--user", o->user, "opens a Redfish session as this user");
  verb->add_option("--password-file", o->password_file,
                   "its password; default: the environment's ASSAY_REDFISH_PASSWORD");
  verb->add_option("--ca", o->ca, "certificates (PEM) that vouch for the controller's");
  verb->add_flag("--insecure", o->insecure, "take any certificate of the controller");
  verb->add_option("--timeout", o->timeout, "seconds for one answer")
      ->capture_default_str()
      ->check(CLI::Range(1U, 3600U));
  verb->add_option("--total-timeout", o->total_timeout, "seconds for the whole tree")
      ->capture_default_str()
      ->check(CLI::Range(1U, 86400U));
  verb->add_option("--resources", o->resources, "at most this many resources")
      ->capture_default_str()
      ->check(CLI::Range(1U, 100000U));
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
