#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "config/settings.hpp"
#include "tests/support/stand.hpp"

namespace storyreel::test {

/// A bucket on this machine that believes nothing: every signature is made again from what AWS
/// publishes of version 4, with none of our own code, and every payload's hash, date and list of
/// signed headers is checked.
class S3Server {
 public:
  explicit S3Server(bool presigned = false);

  /// How it is used.
  config::S3 settings() const;
  /// The same for a configuration file; the secret stands in $STORYREEL_S3_KEY.
  std::string configuration() const;
  static constexpr auto kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  std::map<std::string, std::string> objects() const;  ///< by name
  std::vector<std::string> asked() const;              ///< "PUT /films/a.jpg"
  /// Why requests were refused: S3's codes.
  std::vector<std::string> refused() const;
  std::size_t uploads() const;  ///< multi-part uploads that are neither complete nor aborted

  /// The next so many requests of a kind ("PUT", "POST", "POST complete", …) are answered with that
  /// status, and not done.
  void fail(std::string kind, int status, int times);
  /// They are done, and then answered with 500.
  void fail_after(std::string kind, int times);
  /// Where the server's clock is against ours.
  void set_clock(seconds ahead);

 private:
  struct Upload {
    std::string name;
    std::map<int, std::string> parts;
  };
  struct Fault {
    int status = 0;
    int times = 0;
    bool after = false;
  };

  Task<ServerReply> answer(ServerRequest request);
  ServerReply serve(const ServerRequest& request);
  ServerReply act(const ServerRequest& request, const std::string& name);
  ServerReply complete(const std::string& name, const std::string& id, const std::string& body);
  ServerReply show(const ServerRequest& request, const std::string& name);
  std::string fault_of(const ServerRequest& request) const;
  bool strikes(const std::string& kind, bool after, int& status);

  bool presigned_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> objects_;
  std::map<std::string, Upload> uploads_;
  std::map<std::string, Fault> faults_;
  std::vector<std::string> asked_;
  std::vector<std::string> refused_;
  seconds ahead_{0};
  int last_ = 0;
  Stand stand_;
};

}  // namespace storyreel::test
