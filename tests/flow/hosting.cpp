#include <algorithm>
#include <csignal>
#include <fmt/format.h>

#include <boost/json/object.hpp>

#include "tests/flow/studio.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/s3_server.hpp"

namespace storyreel::test {
namespace {

namespace json = boost::json;

constexpr auto kScript = "One came early. Two went home. Three stayed up.";

std::vector<json::value> film_blocks(Studio& studio, const std::string& video) {
  auto blocks = studio.person().children(video);
  std::erase_if(blocks, [](const json::value& block) {
    return block.at("type").as_string() != "video" || block.at("in_trash").as_bool();
  });
  return blocks;
}

std::string address(const json::value& file) {
  return std::string(file.at("file").at("url").as_string());
}

/// What a file of Notion's holds, by the address that it has just now.
HttpResponse opened(Studio& studio, const json::value& file) {
  return studio.person().get(address(file));
}

void check_row(Studio& studio, const ShownPage& row) {
  const auto page = studio.person().call("GET", "/v1/pages/" + row.id);
  const auto& files = page.at("properties").at("Image").at("files").as_array();
  REQUIRE(files.size() == 1);
  const auto picture = opened(studio, files.at(0));
  CHECK(picture.status == 200);
  CHECK(picture.header("Content-Type").value_or("").starts_with("image/"));
  CHECK(opened(studio, page.at("cover")).body == picture.body);
  CHECK(studio.person().get(row.values.at("Generated Image URL")).body == picture.body);
}

bool film_stands(Studio& studio, const std::string& video) {
  return eventually([&] { return film_blocks(studio, video).size() == 1; }, seconds(60));
}

TEST_CASE("flow::hosting pictures and the film stand in Notion, once each, also after a kill") {
  Studio studio;
  auto daemon = studio.daemon();
  const auto video = studio.add("Hosted", kScript);
  studio.approve(video);
  // The film was shown a moment ago: that may be noted or not.
  const auto begun = [&] {
    return std::ranges::any_of(requests(studio.person()), [](const Request& request) {
      return request.user == "bot" && request.method == "PATCH" &&
             request.form == "/v1/blocks/{id}/children";
    });
  };
  REQUIRE(eventually(begun, seconds(90)));
  daemon.kill();
  auto again = studio.daemon();
  studio.await(video, "Complete");
  REQUIRE(film_stands(studio, video));
  for (const auto& row : studio.sentences(video)) check_row(studio, row);
  const auto film = opened(studio, film_blocks(studio, video).at(0).at("video"));
  CHECK(film.header("Content-Type") == "video/mp4");
  const auto link = studio.person().page(video).values.at("Render");
  CHECK(studio.person().get(link).body == film.body);
  json::value cover;
  REQUIRE(eventually([&] {
    cover = studio.person().call("GET", "/v1/pages/" + video).at("cover");
    return cover.is_object();
  }));
  CHECK(opened(studio, cover).status == 200);
  again.signal(SIGTERM);
  CHECK(again.wait(seconds(10)) == 0);
  CHECK(film_blocks(studio, video).size() == 1);
}

TEST_CASE("flow::hosting a film that is too large for the plan is told once, and linked") {
  Studio studio;
  studio.person().call("POST", "/_control/limits",
                       json::object{{"max_file_upload_size_in_bytes", 1000}});
  auto daemon = studio.daemon();
  const auto video = studio.add("Large", kScript);
  studio.approve(video);
  studio.await(video, "Complete");
  REQUIRE(eventually([&] {
    return studio.person().page(video).values["Error"].contains("is not shown in this page");
  }));
  CHECK(studio.logged({"the film does not stand in the page", "takes files of at most"}) == 1);
  CHECK(film_blocks(studio, video).empty());
  const auto row = studio.person().page(video).values;
  CHECK(studio.person().get(row.at("Render")).status == 200);
  CHECK(eventually([&] {
    return std::ranges::all_of(studio.sentences(video), [](const ShownPage& shown) {
      return shown.values.at("Image") == shown.values.at("Generated Image URL") &&
             !shown.values.at("Image").empty();
    });
  }));
}

TEST_CASE("flow::hosting links lead to a store, and are signed where they are to be") {
  for (const bool presigned : {false, true}) {
    CAPTURE(presigned);
    S3Server store(presigned);
    Studio studio("[media]\nhosting = [\"s3\"]\n" + store.configuration());
    auto daemon = studio.daemon({{"STORYREEL_S3_KEY", S3Server::kSecret}});
    const auto video = studio.add("Stored", kScript);
    studio.approve(video);
    studio.await(video, "Complete");
    std::string link;
    REQUIRE(eventually([&] {
      link = studio.person().page(video).values["Render"];
      return !link.empty();
    }));
    CHECK(link.contains("X-Amz-Signature=") == presigned);
    const auto film = studio.person().get(link);
    CHECK(film.status == 200);
    CHECK(film.body.substr(4, 4) == "ftyp");
    CHECK(eventually([&] {
      return std::ranges::all_of(studio.sentences(video), [&](const ShownPage& row) {
        const auto picture = row.values.at("Generated Image URL");
        return picture.contains("/films/studio/") && picture == row.values.at("Image") &&
               studio.person().get(picture).status == 200;
      });
    }));
    CHECK(store.refused().empty());
    CHECK(studio.log().find(S3Server::kSecret) == std::string::npos);
    CHECK(film_blocks(studio, video).empty());
  }
}

TEST_CASE("flow::hosting doctor tries the bucket") {
  const auto examine = [](Studio& studio, const std::string& key) {
    auto ran = studio.command({"doctor"}, {{"STORYREEL_S3_KEY", key}});
    CAPTURE(ran.output);
    CHECK_FALSE(ran.output.contains(S3Server::kSecret));
    return ran;
  };
  for (const bool presigned : {false, true}) {
    CAPTURE(presigned);
    S3Server store(presigned);
    Studio studio("[media]\nhosting = [\"s3\"]\n" + store.configuration());
    CHECK(examine(studio, S3Server::kSecret)
              .output.contains("ok      bucket: films at " + store.settings().endpoint +
                               " takes files, and links to them lead there"));
    CHECK(store.objects().size() == 1);
    const auto refused = examine(studio, "another");
    CHECK(refused.exit == 1);
    CHECK(refused.output.contains("failed  bucket: "));
  }
  // A bucket that only the key may read.
  S3Server closed(true);
  Studio studio("[media]\nhosting = [\"s3\"]\n" + closed.configuration());
  studio.configure("links", "\"public\"");
  const auto found = examine(studio, S3Server::kSecret);
  CHECK(found.exit == 1);
  CHECK(found.output.contains("takes files, but a link to one answers 403"));
  CHECK(found.output.contains("links = \"presigned\""));
}

}  // namespace
}  // namespace storyreel::test
