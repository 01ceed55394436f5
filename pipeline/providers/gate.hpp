#pragma once

#include <chrono>
#include <optional>

#include "daemon/runtime/task.hpp"
#include "daemon/runtime/time.hpp"

namespace storyreel::pipeline {

/// Lets so many callers at once, and so many in a minute, to a service; and none while it rests:
/// for five minutes after five failures in a row, each time it fails again right afterwards for
/// twice as long, an hour at most. Loop thread.
class Gate {
 public:
  using Clock = std::chrono::steady_clock;

  Gate(int at_once, int per_minute) : at_once_(at_once), per_minute_(per_minute) {}

  /// One caller's stay.
  class Pass {
   public:
    explicit Pass(Gate& gate) : gate_(&gate) { ++gate.inside_; }
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (gate_) --gate_->inside_;
    }

   private:
    Gate* gate_;
  };

  /// Waits for its turn.
  Task<Pass> enter();

  /// How much longer the service rests; nullopt: it doesn't.
  std::optional<seconds> resting(Clock::time_point now = Clock::now()) const;

  void went_well();
  void failed(Clock::time_point now = Clock::now());

 private:
  int at_once_;
  int per_minute_;  ///< 0: no pacing
  int inside_ = 0;
  Clock::time_point next_{};
  int failures_ = 0;
  int rests_ = 0;
  Clock::time_point rests_until_{};
};

}  // namespace storyreel::pipeline
