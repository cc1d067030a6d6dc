// assay learn: make a reference from known-good evidence.
#include "reference/learn.h"

#include <algorithm>
#include <fmt/format.h>

#include "appraise/audit_run.h"
#include "base/text.h"
#include "bytes/text.h"
#include "cli/inputs.h"
#include "cli/trust.h"
#include "cli/verbs.h"
#include "inspect/boot/inspect_boot.h"
#include "inspect/bundle_views.h"
#include "inspect/firmware_images.h"
#include "inspect/inventory/inspect_inventory.h"
#include "reference/file.h"

namespace assay::cli {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string output, name, valid_from, valid_to;
};

base::Result<std::optional<base::Time>> time_option(const std::string& text,
                                                    std::string_view option) {
  if (text.empty()) return std::optional<base::Time>{};
  const auto time = base::parse_rfc3339(text);
  if (!time)
    return base::fail(base::ErrorKind::usage,
                      fmt::format("{}: expected a time like 2026-11-22", option));
  return time;
}

void tell(const Context& c, const reference::Reference& r) {
  std::size_t stable = 0;
  std::size_t several = 0;
  std::size_t patterns = 0;
  std::vector<std::string> unchecked;
  for (const auto& s : r.slots) {
    if (s.varies && s.pattern.empty())
      unchecked.push_back(fmt::format("PCR {} {}", s.pcr, s.what));
    else if (s.varies)
      ++patterns;
    else
      ++(s.values.size() > 1 ? several : stable);
  }
  c.note(
      fmt::format("learned from {}: {} the same on all, {} with several values, {} by pattern, {} "
                  "that vary and are not checked",
                  base::counted(r.learned_from.size(), "server"), base::counted(stable, "event"),
                  several, patterns, unchecked.size()));
  for (const auto& image : r.firmware.images)
    c.note(fmt::format("firmware: {}, {} items, {} of which differ from server to server",
                       base::printable(image.file, 200), image.items.size(), image.varies.size()));
  if (!r.inventory.empty()) {
    const auto varying = std::ranges::count_if(r.inventory.rules, &reference::PartRule::varies);
    c.note(fmt::format("inventory: {} of parts, {} of which differ from server to server",
                       base::counted(r.inventory.rules.size(), "class", "classes"), varying));
  }
  for (std::size_t i = 0; i < unchecked.size() && i < 10; ++i)
    c.note("  not checked: " + base::printable(unchecked[i], 200));
}

// Why an inventory must not become what is expected; empty where it may.
std::string not_learnable(const inspect::inventory::Inventory& inventory) {
  if (inventory.components.empty()) return "nothing in its inventory could be read";
  const auto broken =
      std::ranges::find(inventory.findings, "artefact.malformed", &evidence::Finding::code);
  return broken == inventory.findings.end() ? "" : broken->why;
}

base::Result<int> run(const Options& o, const Context& c) {
  const auto file_name = std::filesystem::path(o.output).stem().string();
  reference::BootLearner boots(o.name.empty() ? file_name : o.name);
  reference::InventoryLearner inventories;
  reference::FirmwareReference firmware;
  std::vector<std::string> learned_from;
  crypto::HashEngine hash;
  std::size_t refused = 0;
  for (const auto& path : appraise::find_evidence(c.fs, o.paths)) {
    ASSAY_TRY(const auto bundle, evidence::load(c.fs, path));
    // What was altered after collection must not become what is expected.
    const auto altered = std::ranges::find(bundle.findings, evidence::Severity::critical,
                                           &evidence::Finding::severity);
    if (altered != bundle.findings.end()) {
      ++refused;
      c.complain({base::ErrorKind::refused,
                  fmt::format("{}: not learned: {}", bundle.server, altered->why)});
      continue;
    }
    bool learned = false;
    const auto boot = inspect::boot_evidence(bundle);
    if (boot.any()) {
      const auto result = inspect::boot::inspect_boot(
          boot, {.hash = hash, .nonces = {}, .revocations = nullptr, .as_of = {}});
      if (auto added = boots.add(bundle.server, result); !added) {
        // Half a server would pass for a whole one in the reference.
        ++refused;
        c.complain(added.error());
        continue;
      }
      learned = true;
    }
    if (inspect::inventory::has_inventory(bundle)) {
      const auto inventory = inspect::inventory::inspect_inventory(bundle);
      if (auto fault = not_learnable(inventory); !fault.empty() && !learned) {
        ++refused;
        c.complain(
            {base::ErrorKind::refused, fmt::format("{}: not learned: {}", bundle.server, fault)});
        continue;
      } else if (fault.empty()) {
        inventories.add(inventory);
        learned = true;
      }
    }
    for (const auto& image : inspect::firmware_images(bundle)) {
      auto taken = image.kind.empty()
                       ? base::Result<inspect::ImageItems>(std::unexpected(base::Error{
                             base::ErrorKind::refused, "no firmware image that Assay knows"}))
                       : inspect::image_items(image, c.images);
      if (!taken) {
        c.complain(
            base::in_file(std::move(taken).error(), bundle.source + "/" + image.path).error());
        continue;
      }
      reference::learn_image(firmware,
                             {.file = image.path,
                              .kind = image.kind,
                              .sha256 = hash.hash(crypto::HashAlg::sha256, image.bytes).hex(),
                              .items = std::move(taken->items),
                              .varies = {}});
      learned = true;
    }
    if (learned) {
      learned_from.push_back(bundle.server);
    } else {
      ++refused;
      c.complain({base::ErrorKind::refused,
                  fmt::format("{}: not learned: it holds no boot log, inventory or firmware image",
                              bundle.server)});
    }
  }
  if (learned_from.empty())
    return base::fail(
        base::ErrorKind::refused,
        "nothing to learn from: no server has a usable boot log, inventory or firmware image");
  reference::Reference reference;
  if (!boots.empty()) {
    ASSAY_TRY(reference, std::move(boots).finish());
  }
  reference.name = o.name.empty() ? file_name : o.name;
  reference.learned_from = std::move(learned_from);
  if (!inventories.empty()) reference.inventory = std::move(inventories).finish();
  reference.firmware = std::move(firmware);
  ASSAY_TRY(reference.valid_from, time_option(o.valid_from, "--valid-from"));
  ASSAY_TRY(reference.valid_to, time_option(o.valid_to, "--valid-to"));
  ASSAY_CHECK(c.fs.write_atomically(o.output, bytes::as_bytes(reference::to_toml(reference))));
  tell(c, reference);
  return refused == 0 ? kOk : kFound;
}

}  // namespace

void add_learn(CLI::App& app, const Context& context, int& code) {
  auto o = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("learn", "make a reference from known-good evidence");
  verb->add_option("path", o->paths, "evidence of one or several known-good servers")->required();
  verb->add_option("-o,--output", o->output, "the reference to write (TOML)")->required();
  verb->add_option("--name", o->name, "the reference's name; default: the file's");
  verb->add_option("--valid-from", o->valid_from, "from when it holds");
  verb->add_option("--valid-to", o->valid_to, "until when it holds");
  verb->callback([o, &context, &code] {
    const auto result = run(*o, context);
    if (!result) context.complain(result.error());
    code = result ? *result : kUsage;
  });
}

}  // namespace assay::cli
