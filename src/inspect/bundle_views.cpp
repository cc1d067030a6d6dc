#include "inspect/bundle_views.h"

namespace assay::inspect {
namespace {

using evidence::Role;

boot::Input input_of(const evidence::Bundle& bundle, Role role) {
  const auto* a = bundle.find(role);
  return a != nullptr ? boot::Input{a->bytes, a->path} : boot::Input{};
}

}  // namespace

boot::BootEvidence boot_evidence(const evidence::Bundle& b) {
  boot::BootEvidence e;
  e.server = b.server;
  e.quote = input_of(b, Role::quote_message);
  e.signature = input_of(b, Role::quote_signature);
  e.ak_public = input_of(b, Role::ak_public);
  e.ak_pem = input_of(b, Role::ak_pem);
  e.ak_certificate = input_of(b, Role::ak_certificate);
  e.ek_certificate = input_of(b, Role::ek_certificate);
  e.enrolment = input_of(b, Role::enrolment);
  e.event_log = input_of(b, Role::event_log);
  e.ima_log = input_of(b, Role::ima_log);
  e.pcr_values = input_of(b, Role::pcr_values);
  return e;
}

}  // namespace assay::inspect
