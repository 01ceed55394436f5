#include <csignal>
#include <iostream>
#include <map>
#include <mutex>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "daemon/runtime/hash.hpp"
#include "daemon/runtime/signal.hpp"
#include "pipeline/providers/service.hpp"
#include "tests/flow/studio.hpp"
#include "tests/support/series.hpp"
#include "tests/support/stand.hpp"

// The daemon is killed again and again while it buys pictures, whose jobs can be looked up, and
// voices, which can't: what it asked for is compared with what it booked.
namespace storyreel::test {
namespace {

namespace json = boost::json;
using cache::Purchase;

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kSentences = 12;
constexpr int kShort = 20;
constexpr int kLong = 200;
constexpr seconds kUntilRest{300};
constexpr std::size_t kVoiceBytes = 24'000;  // half a second

/// A service that takes its time, and counts what it was asked to make. Its key of an order is the
/// one that the ledger has.
class Shop {
 public:
  std::string url() const { return stand_.url("/v1"); }
  std::string host() const { return stand_.host(); }

  std::map<std::string, int> sold() {
    const std::lock_guard guard(mutex_);
    return sold_;
  }

 private:
  Task<ServerReply> answer(ServerRequest request) {
    if (request.method == "POST" && request.path.ends_with("/predictions"))
      co_return co_await predict(std::move(request));
    if (request.path == "/v1/audio/speech") co_return co_await speak(std::move(request));
    if (request.path.starts_with("/v1/predictions/")) {
      co_await sleep_for(pause(100));
      co_return json_reply(R"({"id": "j", "status": "succeeded", "output": ")" +
                           stand_.url("/picture.png") + "\"}");
    }
    if (request.path == "/picture.png")
      co_return ServerReply{.status = 200,
                            .headers = {{"Content-Type", "image/png"}},
                            .body = pipeline::from_base64(kPixel).value_or("")};
    co_return json_reply("{}", 404);
  }

  Task<ServerReply> predict(ServerRequest request) {
    const auto number = sell(Hasher("picture call")
                                 .add(stand_.url(request.path))
                                 .add(request.body)
                                 .add(std::int64_t{0})
                                 .finish());
    co_await sleep_for(pause(200));
    co_return json_reply(R"({"status": "starting", "id": "job)" + std::to_string(number) + "\"}",
                         201);
  }

  Task<ServerReply> speak(ServerRequest request) {
    sell(Hasher("voice call").add(stand_.url(request.path)).add(request.body).finish());
    co_await sleep_for(pause(300));
    std::string samples(kVoiceBytes, '\0');
    for (std::size_t i = 0; i < samples.size(); i += 100) samples[i + 1] = 20;
    co_return ServerReply{
        .status = 200, .headers = {{"Content-Type", "audio/pcm"}}, .body = samples};
  }

  int sell(const std::string& key) {
    const std::lock_guard guard(mutex_);
    ++sold_[key];
    return ++orders_;
  }

  milliseconds pause(std::size_t most) { return milliseconds(dice_.below(most)); }

  std::mutex mutex_;
  std::map<std::string, int> sold_;
  int orders_ = 0;
  Dice dice_{kSeed};
  Stand stand_{[this](ServerRequest request) { return answer(std::move(request)); }};
};

std::string more(const Shop& shop) {
  return "[image]\nprovider = \"replicate\"\nbase_url = \"" + shop.url() +
         "\"\nprice = 0.01\n[voice]\nprovider = \"openai\"\nbase_url = \"" + shop.url() +
         "\"\nprice = 10\n[limits]\ndollars_per_video = 0\ndollars_per_day = 0\n"
         "allow_hosts = [\"" +
         shop.host() + "\"]\n";
}

/// What the series came to.
struct Tally {
  int kills = 0;
  int sold = 0;
  int doubtful = 0;
  std::vector<std::string> wrong;
};

class Series {
 public:
  explicit Series(std::uint64_t seed) : dice_(seed), studio_(more(shop_)) {}

  Tally run(int kills) {
    for (tally_.kills = 0; tally_.kills < kills; ++tally_.kills) live_and_die();
    come_to_rest();
    count();
    return tally_;
  }

 private:
  Program daemon() {
    return studio_.daemon({{"STORYREEL_IMAGE_KEY", "k"}, {"STORYREEL_VOICE_KEY", "k"}});
  }

  /// Now and then there is another film to be made.
  void add_film() {
    std::string script;
    for (std::size_t i = 0; i < kSentences; ++i)
      script += "Film " + std::to_string(pages_.size()) + " has line " + std::to_string(i) + ". ";
    pages_.push_back(studio_.add("Film " + std::to_string(pages_.size()), script));
    studio_.approve(pages_.back());
  }

  bool done(const std::string& page) {
    return studio_.person().page(page).values["Status"] == "Complete";
  }

  /// Mostly killed while it buys, now and then while it starts.
  void live_and_die() {
    const auto before = studio_.logged({"ready"});
    auto running = daemon();
    studio_.videos();
    if (pages_.empty() || done(pages_.back())) add_film();
    if (!dice_.chance(0.2)) eventually([&] { return studio_.logged({"ready"}) > before; });
    const auto end = std::chrono::steady_clock::now() + milliseconds(dice_.below(1'500));
    eventually([&] { return std::chrono::steady_clock::now() > end; });
    running.kill();
  }

  /// A person clears the errors of what may have been paid twice: it is tried again.
  void clear_errors(const std::string& page) {
    for (const auto& row : studio_.sentences(page))
      if (row.values.at("Error").contains("its answer was lost"))
        studio_.person().set(row.id, {{"Error", {{"rich_text", json::array()}}}});
  }

  void come_to_rest() {
    auto running = daemon();
    for (const auto& page : pages_) {
      const bool rests = eventually(
          [&] {
            clear_errors(page);
            return done(page);
          },
          kUntilRest, milliseconds(200));
      if (!rests) tally_.wrong.push_back("a film was not finished: " + page);
    }
    running.signal(SIGTERM);
    running.wait(seconds(60));
  }

  std::map<std::string, std::vector<Purchase>> booked() {
    const auto database = cache::open_read_only(studio_.path("state") / "storyreel.db");
    std::map<std::string, std::vector<Purchase>> all;
    for (const auto& video : cache::videos::all(*database))
      for (auto& purchase : cache::ledger::of_video(*database, video.id))
        all[purchase.key].push_back(std::move(purchase));
    return all;
  }

  void count() {
    const auto ledger = booked();
    for (const auto& [key, times] : shop_.sold()) {
      tally_.sold += times;
      const auto found = ledger.find(key);
      if (found == ledger.end())
        tally_.wrong.push_back("sold and not booked");
      else
        compare(times, found->second);
    }
  }

  void compare(int times, const std::vector<Purchase>& booked) {
    int paid = 0;
    int doubtful = 0;
    for (const auto& one : booked) {
      paid += one.state == "paid" ? 1 : 0;
      doubtful += one.state == "doubtful" || one.state == "told" ? 1 : 0;
      if (one.state == "open") tally_.wrong.emplace_back("a call was left open");
      if (one.state != "paid" && !one.provider_job.empty())
        tally_.wrong.emplace_back("a job that could be looked up was not");
    }
    tally_.doubtful += doubtful;
    const bool picture = booked.front().provider == "replicate";
    if (times > paid + doubtful) tally_.wrong.emplace_back("more was sold than booked");
    if (picture && paid != 1) tally_.wrong.emplace_back("a picture was not paid once");
    if (picture && times > 1 + doubtful) tally_.wrong.emplace_back("a picture was bought twice");
  }

  Dice dice_;
  Shop shop_;
  Studio studio_;
  std::vector<std::string> pages_;
  Tally tally_;
};

}  // namespace

TEST_CASE("flow::money_campaign kills at any moment pay nothing twice that can be looked up") {
  const auto seed = seed_or(kSeed);
  const auto tally = Series(seed).run(soaking() ? kLong : kShort);
  std::cout << "money campaign: seed " << seed << ", " << tally.kills << " kills, " << tally.sold
            << " calls that cost, " << tally.doubtful << " of them doubtful, " << tally.wrong.size()
            << " violations\n";
  std::map<std::string, int> wrong;
  for (const auto& line : tally.wrong) ++wrong[line];
  for (const auto& [line, times] : wrong) CHECK_MESSAGE(false, times << " times: " << line);
}

}  // namespace storyreel::test
