#include "tests/bench/sync_meter.hpp"

#include <cstdio>
#include <iterator>
#include <numeric>

namespace storyreel::test {
namespace {

/// Requests of one kind.
struct Tally {
  double count = 0;
  double bytes = 0;
};

}  // namespace

double Measured::bytes() const {
  return std::accumulate(requests.begin(), requests.end(), 0.0,
                         [](double sum, const Request& request) {
                           return sum + static_cast<double>(request.bytes());
                         });
}

Measured operator+(const Measured& one, const Measured& other) {
  Measured sum{one.seconds + other.seconds, one.cpu + other.cpu, one.requests};
  std::ranges::copy(other.requests, std::back_inserter(sum.requests));
  return sum;
}

Meter::Meter(Studio& studio, pid_t process) : studio_(studio), process_(process) {
  keep_bodies(studio_.person());
  read();
}

Measured Meter::read() {
  Measured measured;
  measured.requests = requests(studio_.person());
  forget_requests(studio_.person());
  const auto time = std::chrono::steady_clock::now();
  const auto used = usage(process_);
  measured.seconds = std::chrono::duration<double>(time - begin_).count();
  measured.cpu = std::chrono::duration<double>(used.cpu - before_.cpu).count();
  begin_ = time;
  before_ = used;
  return measured;
}

bool is_whole(const Request& request) {
  return request.form.ends_with("/query") && request.sent.find("\"filter\"") == std::string::npos;
}

std::string kind_of(const Request& request, const Places& places) {
  const auto about = [&](const std::string& id) { return request.path.contains(id); };
  if (request.form.ends_with("/query")) {
    return std::string("query ") + (about(places.videos) ? "Videos" : "details") +
           (is_whole(request) ? ", whole" : ", changes");
  }
  if (request.form != "/v1/pages/{id}") return request.method + " " + request.form;
  return request.method + (about(places.video) ? " the video" : " a row");
}

void print_kinds(const Measured& measured, const Places& places, std::size_t rows) {
  std::map<std::string, Tally> kinds;
  for (const auto& request : measured.requests) {
    auto& tally = kinds[kind_of(request, places)];
    ++tally.count;
    tally.bytes += static_cast<double>(request.bytes());
  }
  for (const auto& [kind, tally] : kinds) {
    std::printf("    %-40s %6.0f", kind.c_str(), tally.count);
    if (rows > 1) std::printf(" %8.2f a row", tally.count / static_cast<double>(rows));
    std::printf(" %10.1f kB\n", tally.bytes / 1000);
  }
  std::fflush(stdout);
}

}  // namespace storyreel::test
