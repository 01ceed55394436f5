#pragma once

#include <cstddef>
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
  std::string job = {};       ///< the provider's, which goes on
  std::string answer = {};    ///< what came, where it is text: nothing is to be bought
  std::string delivery = {};  ///< what came, where it is none: likewise
};

/// No answer of a provider is larger.
constexpr std::size_t kMostAnswer = 64u << 20;

/// What it came to.
struct Bill {
  std::optional<double> units;
  std::string unit;             ///< "pictures", "characters", "tokens"
  std::optional<double> price;  ///< dollars; nullopt: not known
  std::string answer = {};      ///< where it is text
  std::string delivery = {};    ///< where it is none: what came, for whoever asks for it again
};

/// Through whom everything is bought, one after the other: open, then what became of it. Nothing is
/// sent to a provider that takes money before `open` has returned. What is paid stays paid at its
/// price, whatever is said of it later.
class Till {
 public:
  virtual ~Till() = default;

  /// Commits that it will be bought. Throws ProviderError where a limit forbids it, and where its
  /// end was unknown twice; the cancellation error where buying has ended.
  virtual Task<Earlier> open(Offer offer) = 0;

  /// Commits the provider's own id of it, by which it can be asked for after a crash.
  virtual Task<> submitted(std::string job) = 0;

  /// It was made. What came is on disk when this returns, and is given out until it is kept. Units
  /// of 0: there is no result, or none any more; its job isn't asked for again.
  virtual Task<> paid(Bill bill) = 0;

  /// It surely cost nothing.
  virtual Task<> unpaid() = 0;

  /// It may have been made and charged.
  virtual Task<> doubtful() = 0;

  /// What came stands where it belongs.
  virtual Task<> kept() = 0;

  /// What came is of no use: neither it nor its job is asked for again.
  virtual Task<> spoilt() = 0;

  /// The buyer failed: what it left open may have been made and charged.
  virtual Task<> left() = 0;
};

/// Where nothing may be bought: refuses every offer.
Till& closed_till();

}  // namespace storyreel::pipeline
