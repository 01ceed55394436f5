#include <atomic>
#include <thread>

#include <boost/json/array.hpp>

#include "daemon/runtime/signal.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::test {
namespace {

constexpr auto kPicture =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==";

/// An image service that stands while the studio works.
class Painter {
 public:
  Painter() : thread_([this](const std::stop_token& stop) { serve(stop); }) {}

  std::string url() const { return vendor_.url(); }
  int asked() const { return asked_; }

 private:
  static Task<bool> wait(std::stop_token stop) {
    for (int i = 0; i < 1'000 && !stop.stop_requested(); ++i) co_await sleep_for(milliseconds(20));
    co_return true;
  }

  void serve(const std::stop_token& stop) {
    vendor_.answer_by([this](ServerRequest request) { return answer(std::move(request)); });
    while (!stop.stop_requested()) vendor_.run(wait(stop));
  }

  Task<ServerReply> answer(ServerRequest request) {
    ++asked_;
    const bool right = request.path == "/images/generations" &&
                       request.header("authorization") == "Bearer the key";
    co_return ServerReply{.status = right ? 200 : 400,
                          .headers = {{"Content-Type", "application/json"}},
                          .body = std::string(R"({"data": [{"b64_json": ")") + kPicture + "\"}]}"};
  }

  Vendor vendor_;
  std::atomic<int> asked_ = 0;
  std::jthread thread_;
};

TEST_CASE("flow::money shows what a film will cost and has cost, and stops at a limit") {
  Painter painter;
  Studio studio("[image]\nprovider = \"openai\"\nprice = 0.25\nbase_url = \"" + painter.url() +
                "\"\n[limits]\ndollars_per_video = 0.6\n");
  const Environment key{{"STORYREEL_IMAGE_KEY", "the key"}};
  std::string page;
  {
    auto daemon = studio.daemon(key);
    studio.videos();
    page = studio.add("A boat", "The sea was calm. A boat came in. Nobody spoke.");
    CHECK(studio.await(page, "Awaiting Approval").at("Estimated Cost") == "0.75");
    CHECK(painter.asked() == 0);
    studio.approve(page);
    const auto stopped = eventually([&] {
      return studio.person().page(page).values["Error"].starts_with(
          "limits.dollars_per_video is $0.60, and $0.50 are spent");
    });
    CHECK(stopped);
    CHECK(eventually([&] { return studio.person().page(page).values["Cost"] == "0.5"; }));
    CHECK(painter.asked() == 2);
    const auto told = studio.command({"status", "A boat"}, key);
    CHECK(told.output.contains("estimate  $0.75"));
    CHECK(told.output.contains("cost  $0.50 for 2 calls"));
  }
  studio.configure("dollars_per_video", "5");
  auto daemon = studio.daemon(key);
  const auto row = studio.await(page, "Complete");
  CHECK(row.at("Error").empty());
  CHECK(eventually([&] { return studio.person().page(page).values["Cost"] == "0.75"; }));
  CHECK(painter.asked() == 3);
  CHECK_FALSE(studio.log().contains("the key"));
}

TEST_CASE("flow::money a provider without its key ends with 2 and says where to put it") {
  Studio studio("[voice]\nprovider = \"elevenlabs\"\n");
  const auto ran = studio.command({"daemon"});
  CHECK(ran.exit == 2);
  CHECK(ran.output.contains("voice.key_file: the provider \"elevenlabs\" needs a key"));
}

}  // namespace
}  // namespace storyreel::test
