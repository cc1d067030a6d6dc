#include "inspect/firmware/test_keys.h"

#include <algorithm>
#include <array>
#include <string>

namespace assay::inspect::firmware {

bool names_test_key(std::string_view name) {
  // In lower case. The last ones are the certificates that EDK II's tools bring along, and the
  // key pair that distributions publish for virtual machines.
  constexpr std::array<std::string_view, 12> kWords{
      "do not trust", "do not ship", "donottrust",  "donotship",  "test pk",     "test kek",
      "test key",     "test only",   "cn=testroot", "cn=testsub", "cn=testcert", "snakeoil"};
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(
      kWords, [&](std::string_view w) { return lower.find(w) != std::string::npos; });
}

}  // namespace assay::inspect::firmware
