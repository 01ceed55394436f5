#include "tests/pipeline/providers/easel.hpp"

#include <doctest/doctest.h>

namespace storyreel::pipeline {

void check(Easel& studio, const std::vector<Failure>& failures) {
  for (const auto& failure : failures) {
    studio.vendor.forget();
    studio.till.story.clear();
    studio.vendor.reply(failure.body, failure.status);
    const auto error = studio.error();
    CAPTURE(failure.said);
    REQUIRE(error);
    CAPTURE(std::string(error->what()));
    CHECK(error->kind == failure.kind);
    CHECK(studio.till.story == failure.story);
    CHECK(std::string_view(error->what()).contains(failure.said));
    // So that none of the later ones finds the service resting.
    if (error->kind == ProviderError::Class::refused) continue;
    studio.vendor.forget();
    studio.vendor.reply(boost::json::value{{"error", {{"code", "moderation_blocked"}}}}, 400);
    studio.error();
  }
}

}  // namespace storyreel::pipeline
