#include "pipeline/providers/till.hpp"

namespace storyreel::pipeline {
namespace {

class Closed final : public Till {
 public:
  Task<Earlier> open(Offer offer) override {
    throw ProviderError(ProviderError::Class::refused,
                        "only the daemon buys from " + offer.provider + ".");
    co_return Earlier{};
  }
  Task<> submitted(std::string) override { co_return; }
  Task<> paid(Bill) override { co_return; }
  Task<> unpaid() override { co_return; }
  Task<> doubtful() override { co_return; }
  Task<> kept() override { co_return; }
  Task<> spoilt() override { co_return; }
  Task<> left() override { co_return; }
};

}  // namespace

Till& closed_till() {
  static Closed till;
  return till;
}

}  // namespace storyreel::pipeline
