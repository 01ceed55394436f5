#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/flow/studio.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/usage.hpp"

namespace storyreel::test {

/// What went over the wire, and what it cost the process that asked.
struct Measured {
  double seconds = 0;
  double cpu = 0;  ///< seconds
  std::vector<Request> requests;

  double count() const { return static_cast<double>(requests.size()); }
  double bytes() const;  ///< of bodies, both ways
};

Measured operator+(const Measured& one, const Measured& other);

/// Measures from its making on; a studio has one at a time.
class Meter {
 public:
  /// `process`: whose CPU time is measured.
  Meter(Studio& studio, pid_t process);

  /// What happened since the making or the last call.
  Measured read();

 private:
  Studio& studio_;
  pid_t process_;
  Usage before_;
  std::chrono::steady_clock::time_point begin_;
};

/// What a request's ids are of.
struct Places {
  std::string videos;  ///< data source
  std::string video;   ///< page; rows' pages are all others
};

/// What a request is for, in few words: "POST /v1/pages", "PATCH a row", "query Videos, whole".
std::string kind_of(const Request& request, const Places& places);

/// A query without a filter.
bool is_whole(const Request& request);

/// One line a kind of request: how many, how many a row where there are more, kilobytes of bodies.
void print_kinds(const Measured& measured, const Places& places, std::size_t rows);

}  // namespace storyreel::test
