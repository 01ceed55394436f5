#include <algorithm>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/files.hpp"
#include "tests/bench/sync_meter.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr std::size_t kSentences = 100;
constexpr std::size_t kAtOnceRows = 60;
// Rendering is not what is measured here, and statuses should not last.
constexpr auto kQuick = "fps = 2\n";
constexpr auto kPatience = seconds(600);
constexpr auto kBetween = milliseconds(250);

std::string script(std::size_t sentences) {
  constexpr std::array kThings{"harbour", "lantern", "orchard", "mountain", "river", "signal"};
  std::string text;
  for (std::size_t i = 1; i <= sentences; ++i) {
    text += fmt::format("In year {} an old {} was found near the {}.{}", 1600 + i,
                        kThings[i % kThings.size()], kThings[i / 6 % kThings.size()],
                        i % 5 == 0 ? "\n" : " ");
  }
  return text;
}

std::size_t with(const std::vector<ShownPage>& rows, const std::string& property,
                 const std::string& value) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, [&](const ShownPage& row) {
    const auto& shown = row.values.at(property);
    return value.empty() ? !shown.empty() : shown == value;
  }));
}

void await(Studio& studio, const std::string& video,
           const std::function<bool(const Row&)>& video_is,
           const std::function<bool(const std::vector<ShownPage>&)>& rows_are) {
  const bool there = eventually(
      [&] {
        return video_is(studio.person().page(video).values) && rows_are(studio.sentences(video));
      },
      kPatience, kBetween);
  REQUIRE_MESSAGE(there, studio.log());
}

void print(const char* what, const Measured& measured, std::size_t rows) {
  const auto count = static_cast<double>(rows);
  std::printf(
      "%-44s %6.0f requests  %5.2f a row  %7.0f bytes a row  %6.2f ms of CPU a row  %5.1f s\n",
      what, measured.count(), measured.count() / count, measured.bytes() / count,
      1000 * measured.cpu / count, measured.seconds);
}

/// What a request did to a row's status: blank when it was none that writes one.
std::string status_written(const Request& request) {
  if (request.method != "PATCH" || request.form != "/v1/pages/{id}" || request.status != 200)
    return "";
  const auto shown = json::parse(request.answered).at("properties").at("Status").at("select");
  return shown.is_null() ? "" : std::string(shown.at("name").as_string());
}

/// Statuses between Pending and Complete that were written, because they lasted.
double lasting(const Measured& measured) {
  return static_cast<double>(std::ranges::count_if(measured.requests, [](const Request& request) {
    const auto status = status_written(request);
    return status == "Processing" || status == "Image Generated";
  }));
}

/// Rows that were read before they were written: those that no longer showed Pending.
double read_again(const Measured& measured, const Places& places) {
  return static_cast<double>(std::ranges::count_if(measured.requests, [&](const Request& request) {
    return kind_of(request, places) == "GET a row";
  }));
}

bool complete(const Row& video) {
  return video.at("Status") == "Complete";
}

bool all_complete(const std::vector<ShownPage>& rows) {
  return with(rows, "Status", "Complete") == kSentences;
}

/// What the daemon filled, for somebody else to fill.
void write_rows(Studio& studio, const std::string& video) {
  json::array rows;
  for (const auto& row : studio.sentences(video)) {
    rows.push_back({{"text", row.values.at("Script Text")},
                    {"number", std::stod(row.values.at("Sentence Number"))},
                    {"prompt", row.values.at("Image Prompt")},
                    {"words", std::stod(row.values.at("Word Count"))}});
  }
  write_file(studio.path("rows.json"), json::serialize(rows));
}

/// The same rows by the official SDK; nothing when it is not installed.
void fill_by_sdk(Studio& studio, int at_once) {
  const std::string source = STORYREEL_SOURCE;
  if (!std::filesystem::exists(source + "/tests/node_modules/@notionhq/client")) {
    std::printf("the official SDK is not installed: npm ci in tests/\n");
    return;
  }
  Meter meter(studio, ::getpid());
  const auto token = studio.path("workspace") / "integration.token";
  const auto ran = run_program(
      {"node", source + "/tests/bench/sdk_fill.mjs", studio.url(), token.string(),
       studio.studio_page(), studio.path("rows.json").string(), std::to_string(at_once)},
      studio.path(""), {}, kPatience);
  REQUIRE_MESSAGE(ran.exit == 0, ran.output);
  auto measured = meter.read();
  const auto said = json::parse(ran.output);
  measured.seconds = said.at("seconds").to_number<double>();
  measured.cpu = said.at("cpu").to_number<double>();
  print(fmt::format("the same rows by the official SDK, {} at a time", at_once).c_str(), measured,
        kSentences);
}

TEST_CASE("sync_bench::video requests of a script of 100 sentences and of one word") {
  Studio studio(kQuick);
  studio.configure("poll_interval", "\"10s\"");
  studio.configure("settle", "\"2s\"");
  studio.configure("size", "\"64x64\"");
  auto daemon = studio.daemon();
  const auto videos = studio.videos();
  REQUIRE(eventually([&] { return studio.logged({"views made"}) == 1; }));

  Meter meter(studio, daemon.pid());
  const auto video = studio.add("A hundred", script(kSentences));
  await(
      studio, video, [](const Row& row) { return row.at("Status") == "Awaiting Approval"; },
      [](const auto& rows) { return with(rows, "Image Prompt", "") == kSentences; });
  REQUIRE(eventually([&] { return studio.logged({"views made"}) == 2; }, kPatience));
  const auto fill = meter.read();

  studio.approve(video);
  await(studio, video, complete, all_complete);
  const auto make = meter.read();

  const auto film = studio.person().page(video).values.at("Render");
  const auto row = studio.sentences(video).at(kSentences / 2);
  auto text = row.values.at("Script Text");
  text.replace(text.find("an old"), 6, "a new");
  studio.person().set(row.id, {{"Script Text", {{"title", rich_text(text)}}}});
  await(
      studio, video,
      [&](const Row& shown) { return complete(shown) && shown.at("Render") != film; },
      all_complete);
  const auto edit = meter.read();

  const Places places{videos, video};
  const auto whole = fill + make;
  const auto rows = static_cast<double>(kSentences);
  std::printf("\n");
  print("fill: script to rows with prompts and views", fill, kSentences);
  print_kinds(fill, places, kSentences);
  print("make: approval to Complete", make, kSentences);
  print_kinds(make, places, kSentences);
  std::printf(
      "script to Complete: %.2f requests a sentence (goal: at most 4.6 with pictures uploaded, 2.6 "
      "without, where no status lasts 2 s)\n"
      "  %.2f of them write statuses that lasted, %.2f read rows that show one\n",
      whole.count() / rows, lasting(whole) / rows, read_again(whole, places) / rows);
  print("edit: one word of a row, to Complete", edit, 1);
  print_kinds(edit, places, 1);

  daemon.kill();
  write_rows(studio, video);
  for (const int at_once : {1, 4}) fill_by_sdk(studio, at_once);
}

/// From the first request that a script's rows need, the making of their database, to the last row.
double seconds_to_fill(const std::vector<Request>& requests) {
  Time begin{};
  Time end{};
  for (const auto& request : requests) {
    if (request.method == "POST" && request.form == "/v1/databases") begin = request.time;
    if (request.method == "POST" && request.form == "/v1/pages") end = request.time + request.took;
  }
  return std::chrono::duration<double>(end - begin).count();
}

std::size_t creates(const std::vector<Request>& requests) {
  return static_cast<std::size_t>(std::ranges::count_if(requests, [](const Request& request) {
    return request.method == "POST" && request.form == "/v1/pages";
  }));
}

TEST_CASE("sync_bench::far how long 60 rows take with a round trip of 300 ms") {
  Studio studio;
  studio.configure("poll_interval", "\"10s\"");
  studio.configure("settle", "\"2s\"");
  studio.configure("requests_per_minute", "180");
  auto daemon = studio.daemon();
  const auto videos = studio.videos();
  REQUIRE(eventually([&] { return studio.logged({"views made"}) == 1; }, kPatience));
  studio.person().call(
      "POST", "/_control/faults",
      json::object{{"rules", json::array{{{"kind", "slow"}, {"milliseconds", 300}}}}});
  Meter meter(studio, daemon.pid());
  const auto video = studio.add("Far away", script(kAtOnceRows));
  await(
      studio, video, [](const Row&) { return true; },
      [](const auto& rows) { return with(rows, "Image Prompt", "") == kAtOnceRows; });
  // A request is in the log once it is answered.
  REQUIRE(eventually([&] { return creates(requests(studio.person())) == kAtOnceRows; }));
  const auto fill = meter.read();
  std::printf(
      "\n%zu rows with a round trip of 300 ms: %.1f s from the making of their database "
      "(goal: at most 7 s)\n",
      kAtOnceRows, seconds_to_fill(fill.requests));
  print_kinds(fill, {videos, video}, kAtOnceRows);
}

}  // namespace
}  // namespace storyreel::test
