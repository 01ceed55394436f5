#pragma once

#include <atomic>
#include <string>

#include "tests/support/stand.hpp"

namespace storyreel::test {

/// An image service that stands while the studio works, and takes "the key".
class Painter {
 public:
  std::string url() const { return stand_.url(); }
  int asked() const { return asked_; }

 private:
  Task<ServerReply> answer(ServerRequest request) {
    ++asked_;
    const bool right = request.path == "/images/generations" &&
                       request.header("authorization") == "Bearer the key";
    co_return json_reply(std::string(R"({"data": [{"b64_json": ")") + kPixel + "\"}]}",
                         right ? 200 : 400);
  }

  std::atomic<int> asked_ = 0;
  Stand stand_{[this](ServerRequest request) { return answer(std::move(request)); }};
};

}  // namespace storyreel::test
