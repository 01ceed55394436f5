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

TEST_CASE("daemon::check_providers asks nobody where all is made here") {
  test::Vendor vendor;
  CHECK(vendor.run(check_providers(vendor.loop(), {})).empty());
}

}  // namespace storyreel::commands
