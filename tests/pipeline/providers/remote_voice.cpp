#include "pipeline/providers/remote_voice.hpp"

#include <fstream>

#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "pipeline/render/timeline.hpp"
#include "tests/support/vendor.hpp"

namespace storyreel::pipeline {
namespace {

namespace json = boost::json;
using Class = ProviderError::Class;

struct Booth {
  Booth(std::string_view name, std::unique_ptr<VoiceDialect> dialect, std::string voice_name = "")
      : voice(make_remote_voice({.service = {vendor.http(),
                                             facts(name, "voice"),
                                             {.base_url = vendor.url(), .key = Secret("KEY")}},
                                 .dialect = std::move(dialect),
                                 .voice = std::move(voice_name),
                                 .price = 15})) {}

  std::string speak(const std::string& text) { return vendor.run(voice->speak(text, "en", till)); }
  std::optional<ProviderError> error(const std::string& text) {
    return vendor.error(voice->speak(text, "en", till));
  }

  test::Vendor vendor;
  test::NotingTill till;
  std::unique_ptr<VoiceProvider> voice;
};

/// A tenth of a second.
const std::string kSamples(4800, '\x11');

}  // namespace

TEST_CASE("pipeline::make_openai_voice asks as CreateSpeechRequest says, and gives a WAV file") {
  Booth booth("openai", make_openai_voice());
  booth.vendor.reply_bytes(kSamples, "audio/pcm");
  const auto wav = booth.speak("Grüße.");
  CHECK(booth.till.offers[0].key == booth.voice->call_key("Grüße.", "en"));
  CHECK(wav.size() == 44 + kSamples.size());
  CHECK(wav.starts_with("RIFF"));
  TemporaryFolder folder;
  std::ofstream(folder.path() / "a.wav", std::ios::binary) << wav;
  CHECK_NOTHROW(render::verify_voice(folder.path() / "a.wav"));
  const auto& asked = booth.vendor.asked.at(0);
  CHECK(asked.path == "/audio/speech");
  CHECK(asked.header("authorization") == "Bearer KEY");
  CHECK(booth.vendor.body(0) == json::value{{"model", "gpt-4o-mini-tts"},
                                            {"voice", "alloy"},
                                            {"input", "Grüße."},
                                            {"response_format", "pcm"}});
  CHECK(booth.till.story == "open paid");
  CHECK(booth.till.bills[0].units == 6.0);
  CHECK(booth.till.bills[0].unit == "characters");
  CHECK(booth.till.bills[0].price.value_or(0) == doctest::Approx(6 * 15e-6));
}

TEST_CASE("pipeline::make_elevenlabs_voice asks as its reference says") {
  Booth booth("elevenlabs", make_elevenlabs_voice(), "v1");
  booth.vendor.reply_bytes(kSamples, "audio/pcm");
  booth.speak("Hello.");
  const auto& asked = booth.vendor.asked.at(0);
  CHECK(asked.path == "/v1/text-to-speech/v1");
  CHECK(asked.query == "output_format=pcm_24000");
  CHECK(asked.header("xi-api-key") == "KEY");
  CHECK(booth.vendor.body(0) ==
        json::value{{"text", "Hello."}, {"model_id", "eleven_multilingual_v2"}});
  CHECK(booth.voice->identity("en") !=
        Booth("elevenlabs", make_elevenlabs_voice(), "v2").voice->identity("en"));
}

namespace {

/// An error of ElevenLabs, and what it means. `told`: what its words are followed by.
struct Refusal {
  json::value detail;
  int status;
  Class kind;
  const char* told;
};

json::value older(const char* word) {
  return {{"status", word}, {"message", "It said so."}};
}

json::value newer(const char* type, const char* code) {
  return {{"type", type},
          {"code", code},
          {"message", "It said so."},
          {"status", code},
          {"request_id", "3c807fc4c3a1705f9638ecc764a91c01"}};
}

constexpr auto kTurnsToKey = "Look at the key in the configuration.";
constexpr auto kTurnsToCredit = "There is no credit left with it.";
constexpr auto kTurnsToSlots = "Lower at_once in the configuration";

}  // namespace

TEST_CASE("pipeline::make_elevenlabs_voice tells its errors apart, by their older words too") {
  const std::vector<Refusal> all{
      {older("quota_exceeded"), 401, Class::later, kTurnsToCredit},
      {newer("payment_required", "quota_exceeded"), 402, Class::later, kTurnsToCredit},
      {older("invalid_api_key"), 401, Class::later, kTurnsToKey},
      {newer("authentication_error", "missing"), 401, Class::later, kTurnsToKey},
      {older("only_for_creator+"), 403, Class::later, "The plan does not have this voice."},
      {older("too_many_concurrent_requests"), 429, Class::again, kTurnsToSlots},
      {newer("rate_limit_error", "concurrent_limit_exceeded"), 429, Class::again, kTurnsToSlots},
      {newer("rate_limit_error", "rate_limit_exceeded"), 429, Class::again, ""},
      {older("system_busy"), 429, Class::again, ""},
      {older("voice_not_found"), 400, Class::later, "Look at the voice"},
      {newer("not_found", "voice_not_found"), 404, Class::later, "Look at the voice"},
      {older("max_character_limit_exceeded"), 400, Class::refused, ""},
      {newer("validation_error", "invalid_parameters"), 400, Class::refused, ""},
      {json::array{{{"loc", json::array{"body", "text"}}, {"msg", "It said so."}, {"type", "t"}}},
       422, Class::refused, ""},
      {{{"code", "unknown"}, {"status", "quota_exceeded"}, {"message", "It said so."}},
       401,
       Class::later,
       kTurnsToCredit},
  };
  for (const auto& one : all) {
    Booth booth("elevenlabs", make_elevenlabs_voice());
    const json::value body{{"detail", one.detail}};
    CAPTURE(json::serialize(body));
    booth.vendor.reply(body, one.status);
    const auto error = booth.error("Hello.");
    REQUIRE(error);
    CAPTURE(std::string(error->what()));
    CHECK(error->kind == one.kind);
    CHECK(std::string_view(error->what()).contains("It said so."));
    CHECK(std::string_view(error->what()).contains(one.told));
    CHECK(booth.till.story == "open unpaid");
  }
}

TEST_CASE("pipeline::make_remote_voice takes nothing for sound that is none") {
  const std::vector<ServerReply> replies{
      {.headers = {{"Content-Type", "application/json"}}, .body = std::string(4800, ' ')},
      {.headers = {{"Content-Type", "text/html"}}, .body = std::string(4800, ' ')},
      {.headers = {{"Content-Type", "audio/pcm"}}, .body = "xy"},
      {.headers = {{"Content-Type", "audio/pcm"}}, .body = kSamples + "x"},
      {.headers = {{"Content-Type", "audio/pcm"}}, .body = ""},
  };
  for (const auto& reply : replies) {
    Booth booth("openai", make_openai_voice());
    booth.vendor.reply(reply);
    const auto error = booth.error("Hello.");
    REQUIRE(error);
    CHECK(error->kind == Class::again);
    CHECK(booth.till.story == "open doubtful");
  }
  Booth booth("openai", make_openai_voice());
  booth.vendor.reply_cut(kSamples, "audio/pcm");
  CHECK(booth.error("Hello."));
  CHECK(booth.till.story == "open doubtful");
}

TEST_CASE("pipeline::make_remote_voice refuses a sentence that is too long before it is sent") {
  Booth booth("openai", make_openai_voice());
  const auto error = booth.error(std::string(4097, 'x'));
  REQUIRE(error);
  CHECK(error->kind == Class::refused);
  CHECK(booth.till.story.empty());
  CHECK(booth.vendor.asked.empty());
}

TEST_CASE("pipeline::make_remote_voice books what can't be sent as unpaid") {
  struct Case {
    const char* voice;
    const char* key;
  };
  for (const auto& one :
       {Case{"Rachel Smith", "a key"}, Case{"rachel", "planted-key\nof two lines"}}) {
    Booth booth("elevenlabs", make_elevenlabs_voice(), one.voice);
    booth.voice =
        make_remote_voice({.service = {booth.vendor.http(),
                                       facts("elevenlabs", "voice"),
                                       {.base_url = booth.vendor.url(), .key = Secret(one.key)}},
                           .dialect = make_elevenlabs_voice(),
                           .voice = one.voice,
                           .price = 15});
    const auto error = booth.error("Hello.");
    REQUIRE(error);
    CHECK(error->kind == Class::later);
    CHECK(std::string_view(error->what()).contains("in the configuration"));
    CHECK_FALSE(std::string_view(error->what()).contains("planted"));
    CHECK(booth.till.story == "open unpaid");
    CHECK(booth.vendor.asked.empty());
  }
}

TEST_CASE("pipeline::make_remote_voice buys nothing where a delivery stands") {
  Booth booth("openai", make_openai_voice());
  booth.vendor.reply_bytes(kSamples, "audio/pcm");
  const auto bought = booth.speak("Hello.");
  CHECK(booth.till.bills.at(0).delivery == kSamples);
  booth.till.earlier.delivery = kSamples;
  CHECK(booth.speak("Hello.") == bought);
  CHECK(booth.vendor.asked.size() == 1);
}

namespace {

std::string run_command(std::vector<std::string> command, const std::string& text) {
  boost::asio::io_context loop;
  Offload offload(1);
  const auto voice = make_command_voice(offload, std::move(command));
  return test::run(loop, voice->speak(text, "de-AT", closed_till()));
}

std::string complaint(std::vector<std::string> command) {
  try {
    run_command(std::move(command), "x");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("pipeline::make_command_voice runs a program without a shell") {
  CHECK(run_command({"sh", "-c", "printf 'RIFF %s ' \"$1\"; cat", "-", "{language};$(id)"},
                    "Say `this` $HOME") == "RIFF de-AT;$(id) Say `this` $HOME\n");
  CHECK(complaint({"sh", "-c", "echo no model >&2; exit 3"}) == "sh ended with 3: no model");
  CHECK(complaint({"cat"}) == "cat wrote no WAV file to standard output.");
  CHECK(complaint({"no-such-program-here"}).contains("no-such-program-here"));
  CHECK(complaint({}).contains("voice.command"));
}

}  // namespace storyreel::pipeline
