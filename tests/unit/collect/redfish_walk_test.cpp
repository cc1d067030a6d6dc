#include "collect/redfish_walk.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <map>

#include "bytes/text.h"

namespace assay::collect {
namespace {

using namespace std::chrono_literals;

// A BMC in memory: answers by URI, and says how long each took.
class FakeBmc final : public HttpClient {
 public:
  std::map<std::string, std::string> resources;
  std::function<base::Result<HttpResponse>(const HttpRequest&)> special;
  std::vector<HttpRequest> asked;
  std::chrono::milliseconds each{1};

  base::Result<HttpResponse> send(const HttpRequest& r) override {
    asked.push_back(r);
    now_ += each;
    if (each > r.timeout) return base::fail(base::ErrorKind::io, "timed out");
    if (special) {
      auto answer = special(r);
      if (!answer || answer->status != 0) return answer;
    }
    const auto it = resources.find(r.url.substr(std::string_view("https://bmc").size()));
    if (it == resources.end()) return HttpResponse{404, {}, {}, {}};
    if (it->second.size() > r.max_bytes)
      return base::fail(base::ErrorKind::budget, "the answer is longer than it may be");
    return HttpResponse{200, bytes::copy(bytes::as_bytes(it->second)), {}, {}};
  }
  std::chrono::milliseconds now() const override { return now_; }

  [[nodiscard]] bool was_asked(std::string_view uri) const {
    return std::ranges::any_of(asked, [&](const auto& r) { return r.url.ends_with(uri); });
  }

 private:
  std::chrono::milliseconds now_{1000};
};

std::string links(std::initializer_list<std::string_view> uris) {
  std::string out = R"({"@odata.id":"/redfish/v1","Members":[)";
  bool first = true;
  for (const auto uri : uris) {
    out += fmt::format(R"({}{{"@odata.id":"{}"}})", first ? "" : ",", uri);
    first = false;
  }
  return out + "]}";
}

FakeBmc small_bmc() {
  FakeBmc bmc;
  bmc.resources["/redfish/v1/"] =
      links({"/redfish/v1/Systems", "/redfish/v1/Registries", "/redfish/v1/SessionService",
             "https://elsewhere/redfish/v1/Systems/9", "/other/thing", "/redfish/v1/../etc"});
  bmc.resources["/redfish/v1/Systems"] = links({"/redfish/v1/Systems/1#/Fans/0"});
  bmc.resources["/redfish/v1/Systems/1"] = links({"/redfish/v1/", "/redfish/v1/Systems/Gone"});
  return bmc;
}

WalkOptions options() {
  WalkOptions o;
  o.base_url = "https://bmc";
  return o;
}

TEST(RedfishWalk, every_resource_is_saved_as_it_came_in_mockup_layout) {
  auto bmc = small_bmc();
  const auto walk = walk_redfish(bmc, options());
  ASSERT_TRUE(walk) << walk.error().describe();
  EXPECT_TRUE(walk->complete);
  ASSERT_EQ(walk->artefacts.size(), 3U);
  EXPECT_EQ(walk->artefacts[0].path, "inventory/redfish/redfish/v1/index.json");
  EXPECT_EQ(walk->artefacts[2].path, "inventory/redfish/redfish/v1/Systems/1/index.json");
  EXPECT_EQ(bytes::to_string(walk->artefacts[2].bytes), bmc.resources["/redfish/v1/Systems/1"]);
  EXPECT_TRUE(bmc.was_asked("/redfish/v1/SessionService"));
  EXPECT_FALSE(bmc.was_asked("/redfish/v1/Registries")) << "no resource of the server";
}

TEST(RedfishWalk, the_bmc_cannot_lead_elsewhere) {
  auto bmc = small_bmc();
  bmc.resources["/redfish/v1/Systems/1"] =
      links({"//evil/redfish/v1/x", "http://bmc/redfish/v1/x", "/redfish/v1evil",
             "https://bmc.evil/redfish/v1/x", "/redfish/v1/a b", "/redfish/v1/x/.."});
  ASSERT_TRUE(walk_redfish(bmc, options()));
  for (const auto& r : bmc.asked) {
    EXPECT_TRUE(r.url.starts_with("https://bmc/redfish/v1")) << r.url;
    EXPECT_EQ(r.url.find("evil"), std::string::npos) << r.url;
    EXPECT_EQ(r.url.find(' '), std::string::npos);
  }
}

TEST(RedfishWalk, a_session_is_opened_used_and_closed) {
  auto bmc = small_bmc();
  bmc.special = [](const HttpRequest& r) -> base::Result<HttpResponse> {
    if (r.method == "POST")
      return HttpResponse{201, {}, "/redfish/v1/SessionService/Sessions/7", "token"};
    if (r.method == "DELETE") return HttpResponse{204, {}, {}, {}};
    return HttpResponse{};
  };
  auto o = options();
  o.user = "me";
  o.password = "p\"w";
  ASSERT_TRUE(walk_redfish(bmc, o));
  EXPECT_EQ(bmc.asked.front().method, "POST");
  EXPECT_EQ(bmc.asked.front().body, R"({"UserName":"me","Password":"p\"w"})");
  EXPECT_EQ(bmc.asked.back().method, "DELETE");
  EXPECT_TRUE(bmc.asked.back().url.ends_with("/Sessions/7"));
  for (std::size_t i = 1; i < bmc.asked.size(); ++i)
    EXPECT_EQ(std::ranges::count(bmc.asked[i].headers, "X-Auth-Token: token"), 1);
}

TEST(RedfishWalk, a_refused_password_is_an_error_that_says_so) {
  auto bmc = small_bmc();
  bmc.special = [](const HttpRequest& r) -> base::Result<HttpResponse> {
    return HttpResponse{r.method == "POST" ? 401 : 0, {}, {}, {}};
  };
  auto o = options();
  o.user = "me";
  const auto walk = walk_redfish(bmc, o);
  ASSERT_FALSE(walk);
  EXPECT_EQ(walk.error().kind, base::ErrorKind::refused);
  EXPECT_EQ(bmc.asked.size(), 1U);
}

TEST(RedfishWalk, an_endless_tree_ends_at_each_limit_and_what_was_got_is_kept) {
  FakeBmc bmc;
  int n = 0;
  bmc.special = [&](const HttpRequest&) -> base::Result<HttpResponse> {
    const auto a = fmt::format("/redfish/v1/Chassis/{}", ++n);
    const auto b = fmt::format("/redfish/v1/Chassis/{}", ++n);
    return HttpResponse{200, bytes::copy(bytes::as_bytes(links({a, b}))), {}, {}};
  };
  auto o = options();
  o.resources = 20;
  auto walk = walk_redfish(bmc, o);
  ASSERT_TRUE(walk);
  EXPECT_EQ(walk->artefacts.size(), 20U);
  EXPECT_FALSE(walk->complete);
  EXPECT_NE(walk->problems.at(0).find("more than 20 resources"), std::string::npos);

  o = options();
  o.total_bytes = 1000;
  walk = walk_redfish(bmc, o);
  ASSERT_TRUE(walk);
  EXPECT_FALSE(walk->complete);
  EXPECT_LT(walk->artefacts.size(), 20U);

  o = options();
  o.total_timeout = 50ms;
  walk = walk_redfish(bmc, o);
  ASSERT_TRUE(walk);
  EXPECT_FALSE(walk->complete);
  EXPECT_NE(walk->problems.at(0).find("took longer"), std::string::npos);
}

TEST(RedfishWalk, a_chain_of_links_ends_at_the_depth) {
  FakeBmc bmc;
  int n = 0;
  bmc.special = [&](const HttpRequest&) -> base::Result<HttpResponse> {
    return HttpResponse{
        200, bytes::copy(bytes::as_bytes(links({fmt::format("/redfish/v1/C/{}", ++n)}))), {}, {}};
  };
  auto o = options();
  o.depth = 5;
  const auto walk = walk_redfish(bmc, o);
  ASSERT_TRUE(walk);
  EXPECT_EQ(walk->artefacts.size(), 6U);
}

TEST(RedfishWalk, a_bmc_that_never_answers_is_an_error) {
  auto bmc = small_bmc();
  bmc.each = 31s;
  const auto walk = walk_redfish(bmc, options());
  ASSERT_FALSE(walk);
  EXPECT_EQ(walk.error().message, "timed out");
  EXPECT_EQ(walk.error().file, "https://bmc");
}

TEST(RedfishWalk, a_bmc_that_goes_silent_ends_the_walk_and_what_was_got_is_kept) {
  auto bmc = small_bmc();
  bmc.resources["/redfish/v1/Systems"] =
      links({"/redfish/v1/A", "/redfish/v1/B", "/redfish/v1/C", "/redfish/v1/D"});
  int answered = 0;
  bmc.special = [&](const HttpRequest&) -> base::Result<HttpResponse> {
    if (++answered > 2) return base::fail(base::ErrorKind::io, "timed out");
    return HttpResponse{};
  };
  const auto walk = walk_redfish(bmc, options());
  ASSERT_TRUE(walk);
  EXPECT_FALSE(walk->complete);
  EXPECT_EQ(bmc.asked.size(), 5U) << "three in a row, not one more";
  EXPECT_NE(walk->problems.at(0).find("3 requests in a row"), std::string::npos);
}

TEST(RedfishWalk, an_answer_that_is_too_long_or_no_json_is_told_and_the_rest_goes_on) {
  auto bmc = small_bmc();
  bmc.resources["/redfish/v1/Systems"] =
      links({"/redfish/v1/Systems/1", "/redfish/v1/Big", "/redfish/v1/Html"});
  bmc.resources["/redfish/v1/Big"] = std::string(5'000'000, ' ');
  bmc.resources["/redfish/v1/Html"] = "<html>";
  const auto walk = walk_redfish(bmc, options());
  ASSERT_TRUE(walk);
  EXPECT_EQ(walk->artefacts.size(), 3U);
  EXPECT_FALSE(walk->complete);
  EXPECT_EQ(walk->problems.size(), 2U);
}

TEST(RedfishWalk, devices_are_asked_to_sign_only_over_a_nonce) {
  auto bmc = small_bmc();
  bmc.resources["/redfish/v1/Systems"] = links({"/redfish/v1/ComponentIntegrity/G"});
  bmc.resources["/redfish/v1/ComponentIntegrity/G"] =
      R"({"@odata.type":"#ComponentIntegrity.v1_2_0.ComponentIntegrity",
          "Actions":{"#ComponentIntegrity.SPDMGetSignedMeasurements":{"target":
          "/redfish/v1/ComponentIntegrity/G/Actions/ComponentIntegrity.SPDMGetSignedMeasurements"}}})";
  bmc.special = [](const HttpRequest& r) -> base::Result<HttpResponse> {
    if (r.method != "POST") return HttpResponse{};
    return HttpResponse{
        200, bytes::copy(bytes::as_bytes(R"({"SignedMeasurements":"AA=="})")), {}, {}};
  };
  ASSERT_TRUE(walk_redfish(bmc, options()));
  EXPECT_TRUE(std::ranges::none_of(bmc.asked, [](const auto& r) { return r.method == "POST"; }));
  auto o = options();
  o.nonce = base::Bytes(32, std::byte{0x11});
  const auto walk = walk_redfish(bmc, o);
  ASSERT_TRUE(walk);
  EXPECT_EQ(walk->artefacts.back().path,
            "inventory/redfish/redfish/v1/ComponentIntegrity/G/Actions/"
            "ComponentIntegrity.SPDMGetSignedMeasurements/index.json");
}

TEST(RedfishWalk, urls_are_https_and_nothing_but_a_host) {
  EXPECT_EQ(*base_url_of("https://10.0.0.7/redfish/v1/"), "https://10.0.0.7");
  EXPECT_EQ(*base_url_of("https://bmc:8443"), "https://bmc:8443");
  for (const char* bad : {"http://bmc", "bmc", "https://", "https://u:p@bmc", "https://bmc/x",
                          "https://bmc?x", "ftp://bmc"})
    EXPECT_FALSE(base_url_of(bad)) << bad;
}

TEST(RedfishWalk, paths_stay_inside_the_evidence) {
  EXPECT_EQ(artefact_path("/redfish/v1/Systems/1?$skip=5"),
            "inventory/redfish/redfish/v1/Systems/1%3F%24skip=5/index.json");
  EXPECT_FALSE(artefact_path("/redfish/v1/../../x"));
  EXPECT_FALSE(artefact_path("/redfish/v1//x"));
  EXPECT_EQ(local_link("https://bmc/redfish/v1/X", "https://bmc"), "/redfish/v1/X");
  EXPECT_FALSE(local_link("https://bmcx/redfish/v1/X", "https://bmc"));
}

}  // namespace
}  // namespace assay::collect
