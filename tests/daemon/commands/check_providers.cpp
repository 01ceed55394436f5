#include <doctest/doctest.h>

#include "daemon/commands/checks.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::commands {
namespace {

config::Settings settings_for(const test::Vendor& vendor) {
  config::Settings settings;
  settings.image.provider = "replicate";
  settings.image.service.base_url = vendor.url();
  settings.image.service.key = Secret("KEY");
  return settings;
}

Finding found(test::Vendor& vendor, const config::Settings& settings) {
  const auto findings = vendor.run(check_providers(vendor.loop(), settings));
  REQUIRE(findings.size() == 1);
  return findings.front();
}

}  // namespace

TEST_CASE("daemon::check_providers asks each service whether it takes the key") {
  test::Vendor vendor;
  auto settings = settings_for(vendor);
  vendor.reply({{"type", "user"}, {"username", "u"}});
  auto finding = found(vendor, settings);
  CHECK(finding.verdict == Verdict::ok);
  CHECK(finding.what == "image provider");
  CHECK(finding.found.contains("what it costs is not known"));
  CHECK(vendor.asked.at(0).path == "/account");
  CHECK(vendor.asked.at(0).header("authorization") == "Bearer KEY");

  settings.image.price = 0.01;
  CHECK_FALSE(found(vendor, settings).found.contains("what it costs"));
}

TEST_CASE("daemon::check_providers tells a bad key and no credit") {
  test::Vendor vendor;
  const auto settings = settings_for(vendor);
  vendor.reply({{"title", "Unauthenticated"}, {"detail", "You did not pass a token"}}, 401);
  vendor.reply({{"title", "Insufficient credit"}, {"detail", "Buy some"}}, 402);
  auto finding = found(vendor, settings);
  CHECK(finding.verdict == Verdict::failed);
  CHECK(finding.found.contains("You did not pass a token"));
  CHECK(finding.found.contains("Look at the key"));
  CHECK(finding.remedy.contains("[image] key_file"));
  CHECK_FALSE(finding.found.contains("KEY"));
  CHECK(found(vendor, settings).found.contains("There is no credit left"));
}

TEST_CASE("daemon::check_providers tells what is left with those who say so") {
  struct Case {
    const char* provider;
    boost::json::value body;
    Verdict verdict;
    const char* found;
  };
  const auto leonardo = [](double paid, double subscribed) {
    return boost::json::value{
        {"user_details", boost::json::array{{{"apiPaidTokens", paid},
                                             {"apiSubscriptionTokens", subscribed},
                                             {"subscriptionTokens", 8500}}}}};
  };
  const auto* lacking = "nothing";
  const std::vector<Case> cases{
      {"leonardo", leonardo(1000, 200.5), Verdict::ok, "1200.5 API tokens left with leonardo"},
      {"leonardo", leonardo(20, 0), Verdict::warning, "20 API tokens left"},
      {"leonardo", leonardo(0, 0), Verdict::failed, "0 API tokens left"},
      {"leonardo", {{"user_details", boost::json::array{}}}, Verdict::ok, lacking},
      {"replicate", {{"type", "user"}}, Verdict::ok, lacking},
  };
  for (const auto& one : cases) {
    CAPTURE(one.found);
    test::Vendor vendor;
    auto settings = settings_for(vendor);
    settings.image.provider = one.provider;
    vendor.reply(one.body);
    const auto findings = vendor.run(check_providers(vendor.loop(), settings));
    REQUIRE(findings.size() == (one.found == lacking ? 1u : 2u));
    CHECK(findings.front().verdict == Verdict::ok);
    if (one.found == lacking) continue;
    CHECK(findings.back().what == "image credit");
    CHECK(findings.back().verdict == one.verdict);
    CHECK(findings.back().found.contains(one.found));
    CHECK(findings.back().remedy.empty() == (one.verdict == Verdict::ok));
    CHECK(vendor.asked.size() == 1);
  }
}

TEST_CASE("daemon::check_providers counts the characters that a plan has left") {
  test::Vendor vendor;
  config::Settings settings;
  settings.voice.provider = "elevenlabs";
  settings.voice.service.base_url = vendor.url();
  vendor.reply({{"tier", "creator"}, {"character_count", 99'000}, {"character_limit", 100'000}});
  const auto findings = vendor.run(check_providers(vendor.loop(), settings));
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].what == "voice credit");
  CHECK(findings[1].verdict == Verdict::warning);
  CHECK(findings[1].found == "1000 characters left with elevenlabs");
  CHECK(vendor.asked.at(0).path == "/v1/user/subscription");
}

TEST_CASE("daemon::check_providers asks nobody where all is made here") {
  test::Vendor vendor;
  CHECK(vendor.run(check_providers(vendor.loop(), {})).empty());
}

}  // namespace storyreel::commands
