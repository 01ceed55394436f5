#pragma once

#include <optional>
#include <string>

#include "daemon/runtime/error.hpp"
#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::pipeline {

/// Why a provider gave nothing, as far as anybody acts on it. `what()` is read by the editor.
class ProviderError : public Error {
 public:
  enum class Class {
    again,   ///< passing: tried again soon
    later,   ///< a limit or an outage: tried again much later, or after `wait`
    refused  ///< never by itself: waits for the user to change something
  };
  ProviderError(Class kind_of, const std::string& message, std::optional<seconds> how_long = {})
      : Error(message), kind(kind_of), wait(how_long) {}
  Class kind;
  std::optional<seconds> wait;
};

/// What one unit costs in dollars; nullopt: not known.
struct Tariff {
  std::optional<double> dollars;
};

/// What is about to be bought.
struct Offer {
  std::string provider;
  std::string model;
  std::string key;              ///< hash of all that is asked for
  std::optional<double> price;  ///< dollars, about; nullopt: not known
};

/// What is known of the same thing from before.
struct Earlier {
  std::string job;     ///< the provider's, which goes on
  std::string answer;  ///< what came, where it is text: nothing is to be bought
};

/// What it came to.
struct Bill {
  std::optional<double> units;
  std::string unit;             ///< "pictures", "characters", "tokens"
  std::optional<double> price;  ///< dollars; nullopt: not known
  std::string answer;           ///< where it is text
};

/// Through whom everything is bought, one after the other: open, then what became of it. Nothing is
/// sent to a provider that takes money before `open` has returned.
class Till {
 public:
  virtual ~Till() = default;

  /// Commits that it will be bought. Throws ProviderError where a limit forbids it, and where its
  /// end was unknown twice.
  virtual Task<Earlier> open(Offer offer) = 0;

  /// Commits the provider's own id of it, by which it can be asked for after a crash.
  virtual Task<> submitted(std::string job) = 0;

  virtual Task<> paid(Bill bill) = 0;

  /// It surely cost nothing.
  virtual Task<> unpaid() = 0;

  /// It may have been made and charged.
  virtual Task<> doubtful() = 0;
};

/// Where nothing may be bought: refuses every offer.
Till& closed_till();

}  // namespace storyreel::pipeline
