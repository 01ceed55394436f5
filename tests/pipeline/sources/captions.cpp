#include "pipeline/sources/captions.hpp"

#include <doctest/doctest.h>

#include "pipeline/sources/transcript.hpp"

// The shapes are those of YouTube's files: VTT with rolling lines as quoted in
// github.com/yt-dlp/yt-dlp/issues/1734, json3 with events, segments and their offsets as typed in
// many readers of api/timedtext. The words are ours.
namespace storyreel::pipeline {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

constexpr auto kRolling = R"(WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:03.429 align:start position:0%
 
the<00:00:00.960><c> keeper</c><00:00:01.520><c> lit</c><00:00:02.159><c> the</c><00:00:02.560><c> lamp</c>

00:00:03.429 --> 00:00:03.439 align:start position:0%
the keeper lit the lamp
 

00:00:03.439 --> 00:00:05.749 align:start position:0%
the keeper lit the lamp
and<00:00:03.760><c> went</c><00:00:04.000><c> to</c><00:00:04.160><c> bed</c>

00:00:05.749 --> 00:00:05.759 align:start position:0%
and went to bed
 

00:00:06.759 --> 00:00:08.749 align:start position:0%
and went to bed
[Music]

00:00:09.759 --> 00:00:12.749 align:start position:0%
[Music]
nobody<00:00:10.000><c> saw</c><00:00:10.160><c> him</c><00:00:10.400><c> again</c>
)";

Texts texts(const std::vector<CaptionLine>& lines) {
  Texts all;
  for (const auto& line : lines) all.push_back(text_of(line));
  return all;
}

}  // namespace

TEST_CASE("pipeline::read_vtt reads cues, tags, entities and times of words") {
  const auto cues = read_vtt(
      "\xEF\xBB\xBFWEBVTT\r\n\r\nNOTE a remark\r\n\r\n7\r\n00:01.000 --> 00:02.500 line:1\r\n"
      "<v Anna>Salt &amp; <i>light</i> &lt;3</v>\r\nmore<00:00:01.900><c> words</c>\r\n\r\n"
      "01:00:00.000 --> 01:00:01.000\r\n{\\an8}Top&nbsp;&#39;line&#39;\r\n");
  REQUIRE(cues.size() == 2);
  CHECK(cues[0].start == 1000ms);
  CHECK(cues[0].end == 2500ms);
  CHECK(texts(cues[0].lines) == Texts{"Salt & light <3", "more words"});
  CHECK(cues[0].lines[0] == CaptionLine{{1000ms, 2500ms, "Salt & light <3"}});
  CHECK(cues[0].lines[1] == CaptionLine{{1000ms, 1400ms, "more"}, {1900ms, 2300ms, " words"}});
  CHECK(cues[1].start == 1h);
  CHECK(texts(cues[1].lines) == Texts{"Top 'line'"});
}

TEST_CASE("pipeline::read_vtt makes nothing of nonsense") {
  for (const auto* bad : {"", "\xff\xfe", "--> -->", "00:01.000 --> x\ntext", "<", "&",
                          "99:99:99:99.000 --> 00:01.000\nx", "00:01.000 --> 00:02.000"})
    CHECK(read_vtt(bad).empty());
  CHECK(texts(read_vtt("00:02.000 --> 00:01.000\na <unclosed").at(0).lines) == Texts{"a "});
}

TEST_CASE("pipeline::read_json3 reads events and their segments") {
  const auto cues = read_json3(R"({"wireMagic": "pb3", "events": [
      {"tStartMs": 0, "dDurationMs": 60000, "id": 1, "wpWinPosId": 1},
      {"tStartMs": 160, "dDurationMs": 3000, "wWinId": 1, "segs": [
        {"utf8": "the", "acAsrConf": 0}, {"utf8": " lamp", "tOffsetMs": 800}]},
      {"tStartMs": 2000, "dDurationMs": 1000, "aAppend": 1, "segs": [{"utf8": "\n"}]},
      {"tStartMs": 4000, "dDurationMs": 2000, "segs": [{"utf8": "Two\nlines."}]}]})");
  REQUIRE(cues.size() == 2);
  CHECK(cues[0].lines[0] == CaptionLine{{160ms, 560ms, "the"}, {960ms, 1360ms, " lamp"}});
  CHECK(texts(cues[1].lines) == Texts{"Two", "lines."});
  for (const auto* bad :
       {"", "{", "[]", "{\"events\": 1}", "\xff", "{\"events\": [1, {\"segs\": 2}]}"})
    CHECK(read_json3(bad).empty());
}

TEST_CASE("pipeline::lines_once shows each line of rolling captions once") {
  CHECK(texts(lines_once(read_vtt(kRolling))) ==
        Texts{"the keeper lit the lamp", "and went to bed", "[Music]", "nobody saw him again"});
  SUBCASE("also of those that grow word by word") {
    const auto grown = read_vtt(
        "00:01.000 --> 00:02.000\nwe\n\n00:02.000 --> 00:03.000\nwe came\n\n"
        "00:03.000 --> 00:04.000\nwe came home\n\n00:04.000 --> 00:05.000\nlate\n");
    CHECK(texts(lines_once(grown)) == Texts{"we", "came", "home", "late"});
  }
  SUBCASE("but what people say twice, twice") {
    const auto twice = read_vtt(
        "00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n\n"
        "00:03.000 --> 00:04.000\nStay.\n\n00:04.000 --> 00:05.000\nWhy?\n");
    CHECK(texts(lines_once(twice)) == Texts{"No.", "No.", "Stay.", "Why?"});
  }
}

TEST_CASE("pipeline::transcript_of makes sentences of captions without punctuation") {
  CHECK(transcript_of(read_vtt(kRolling), {}, "en") ==
        "The keeper lit the lamp and went to bed.\n\nNobody saw him again.\n\n");
}

TEST_CASE("pipeline::transcript_of takes punctuated sentences as they are, without sounds") {
  const auto cues = read_vtt(
      "00:01.000 --> 00:02.000\n(door slams)\n- Who is\n\n00:02.000 --> 00:03.000\nthere? [Bell]\n"
      ">> It is Dr. Mole,\n\n00:03.000 --> 00:04.000\nmadam. ♪ La la ♪\n\n"
      "00:04.000 --> 00:05.000\nCome in (please).\n");
  CHECK(transcript_of(cues, {}, "en") ==
        "Who is there?\n\nIt is Dr. Mole, madam.\n\nLa la Come in (please).\n\n");
}

TEST_CASE("pipeline::transcript_of puts two chapters and more above their sentences") {
  const auto cues = read_vtt(
      "00:01.000 --> 00:02.000\nOne began.\n\n00:09.800 --> 00:11.000\n# Two\nbegan.\n\n"
      "00:12.000 --> 00:13.000\nTwo ended.\n");
  CHECK(transcript_of(cues, {{0ms, "First"}, {10s, "Second\nhalf"}}, "en") ==
        "# First\n\nOne began.\n\n# Second half\n\nTwo began.\n\nTwo ended.\n\n");
  CHECK_FALSE(transcript_of(cues, {{0ms, "First"}}, "en").contains("First"));
  CHECK(transcript_of({}, {{0ms, "First"}, {10s, "Second"}}, "en").empty());
}

TEST_CASE("pipeline::transcript_of knows writing without spaces") {
  const auto cues = read_json3(
      R"({"events": [{"tStartMs": 0, "dDurationMs": 2000, "segs": [{"utf8": "灯台守は船を"}]},
          {"tStartMs": 2000, "dDurationMs": 2000, "segs": [{"utf8": "数えた"}]},
          {"tStartMs": 6000, "dDurationMs": 2000, "segs": [{"utf8": "誰も知らなかった"}]}]})");
  CHECK(transcript_of(cues, {}, "ja") == "灯台守は船を数えた。\n\n誰も知らなかった。\n\n");
}

}  // namespace storyreel::pipeline
