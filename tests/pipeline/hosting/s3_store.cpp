#include "pipeline/hosting/s3_store.hpp"

#include <algorithm>

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "pipeline/hosting/s3_place.hpp"
#include "tests/support/loop.hpp"
#include "tests/support/s3_check.hpp"
#include "tests/support/s3_server.hpp"

namespace storyreel::pipeline {
namespace {

constexpr std::size_t kMebibyte = 1u << 20;
constexpr auto kObject = "studio/a.mp4";

/// A bucket, and a client of it.
struct Bench {
  explicit Bench(bool presigned = false) : server(presigned) {}

  /// Puts a file of so many bytes there.
  void put(std::size_t bytes, const std::string& begun = {}) {
    content = std::string(bytes, 'x');
    for (std::size_t i = 0; i < bytes; i += 1000) content[i] = static_cast<char>('a' + i % 23);
    const auto file = folder.path() / "a.mp4";
    write_file(file, content);
    S3Store store(http, reader, settings);
    const auto begin = [this](std::string id) { return note(std::move(id)); };
    test::run(loop, store.put({.file = file,
                               .bytes = static_cast<std::int64_t>(bytes),
                               .name = "a.mp4",
                               .begun = begun},
                              begin));
  }

  Task<> note(std::string id) {
    ids.push_back(std::move(id));
    co_return;
  }

  std::string complaint(std::size_t bytes = 10) {
    try {
      put(bytes);
    } catch (const StoreError& error) {
      return error.what();
    }
    return "(nothing was wrong)";
  }

  std::optional<std::int64_t> size() {
    S3Store store(http, reader, settings);
    return test::run(loop, store.size("a.mp4"));
  }

  int get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    const auto reply = test::run(loop, http.send(request));
    got = reply.body;
    return reply.status;
  }

  std::size_t count(const std::string& method) {
    const auto asked = server.asked();
    return static_cast<std::size_t>(
        std::ranges::count_if(asked, [&](const auto& one) { return one.starts_with(method); }));
  }

  TemporaryFolder folder;
  test::S3Server server;
  config::S3 settings = server.settings();
  boost::asio::io_context loop;
  HttpClient http{loop.get_executor()};
  Offload reader{1};
  std::string content;
  std::string got;
  std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("pipeline::S3Store puts a file under its name") {
  Bench bench;
  CHECK_FALSE(bench.size());
  bench.put(3000);
  CHECK(bench.server.objects().at(kObject) == bench.content);
  CHECK(bench.size() == 3000);
  CHECK(bench.get(public_link(bench.settings, "a.mp4")) == 200);
  CHECK(bench.got == bench.content);
  CHECK(bench.server.refused().empty());
}

TEST_CASE("pipeline::S3Store sends a large file in parts") {
  Bench bench;
  bench.put(33 * kMebibyte);
  CHECK(bench.server.objects().at(kObject) == bench.content);
  CHECK(bench.count("PUT") == 3);
  CHECK(bench.ids.size() == 1);
  CHECK(bench.server.uploads() == 0);
  CHECK(bench.server.refused().empty());
}

TEST_CASE("pipeline::S3Store says what is wrong with a key, a clock or a place") {
  Bench bench;
  SUBCASE("another secret") {
    bench.settings.secret_key = Secret("another");
    CHECK(bench.complaint().contains("answered 403 SignatureDoesNotMatch"));
    CHECK(bench.complaint().contains("see that s3.key_file holds the secret"));
  }
  SUBCASE("another id") {
    bench.settings.access_key = "AKIANOBODY";
    CHECK(bench.complaint().contains("see that s3.access_key is right"));
  }
  SUBCASE("another region") {
    bench.settings.region = "us-east-1";
    CHECK(bench.complaint().contains("set s3.region"));
  }
  SUBCASE("a clock that is wrong") {
    bench.server.set_clock(seconds(3600));
    CHECK(bench.complaint().contains("set this machine's clock"));
  }
  SUBCASE("no bucket") {
    bench.settings.bucket = "songs";
    CHECK(bench.complaint().contains("make the bucket"));
  }
  SUBCASE("nobody there") {
    bench.settings.endpoint = "http://127.0.0.1:1";
    CHECK(bench.complaint().starts_with("the store at http://127.0.0.1:1: "));
  }
  CHECK_FALSE(bench.complaint().contains("wJalr"));
  CHECK(bench.server.objects().empty());
}

TEST_CASE("pipeline::S3Store tries again where the store is busy, and not for ever") {
  Bench bench;
  bench.server.fail("PUT", 503, 2);
  bench.put(10);
  CHECK(bench.server.objects().contains(kObject));
  CHECK(bench.count("PUT") == 3);
  bench.server.fail("PUT", 500, 100);
  CHECK(bench.complaint().contains("answered 500"));
  CHECK(bench.count("PUT") == 7);
}

TEST_CASE("pipeline::S3Store follows no redirect") {
  Bench bench;
  bench.server.fail("PUT", 301, 1);
  CHECK(bench.complaint().contains("set s3.endpoint and s3.region"));
  CHECK(bench.server.asked().size() == 1);
}

TEST_CASE("pipeline::S3Store aborts what it can't finish") {
  Bench bench;
  bench.server.fail("PUT", 403, 1);
  CHECK(bench.complaint(17 * kMebibyte).contains("answered 403"));
  CHECK(bench.server.uploads() == 0);
  CHECK(bench.count("DELETE") == 1);
}

TEST_CASE("pipeline::S3Store aborts what an earlier process left, gone or not") {
  Bench bench;
  bench.server.fail("PUT", 403, 1);
  bench.server.fail("DELETE", 403, 1);
  CHECK(bench.complaint(17 * kMebibyte).contains("answered 403"));
  CHECK(bench.server.uploads() == 1);
  bench.put(17 * kMebibyte, bench.ids.at(0));
  CHECK(bench.server.uploads() == 0);
  bench.put(10, "long-gone");
  CHECK(bench.server.objects().at(kObject) == bench.content);
}

TEST_CASE("pipeline::S3Store looks where a completion seems to have failed") {
  Bench bench;
  // Done, and answered with an error: the next attempt finds no upload any more.
  bench.server.fail_after("POST complete", 1);
  bench.put(17 * kMebibyte);
  CHECK(bench.count("POST") == 3);
  CHECK(bench.server.objects().at(kObject) == bench.content);
  CHECK(bench.server.uploads() == 0);
}

TEST_CASE("pipeline::presigned_link opens for whoever has it, for a week") {
  Bench bench(true);
  bench.put(10);
  const auto link = presigned_link(bench.settings, "a.mp4", now());
  CHECK(bench.get(link) == 200);
  CHECK(bench.got == bench.content);
  CHECK(bench.get(address_of(bench.settings, "a.mp4")) == 403);
  auto changed = link;
  changed.replace(changed.find("a.mp4"), 5, "b.mp4");
  CHECK(bench.get(changed) == 403);
  bench.server.set_clock(seconds(6 * 24 * 3600));
  CHECK(bench.get(link) == 200);
  bench.server.set_clock(seconds(8 * 24 * 3600));
  CHECK(bench.get(link) == 403);
}

TEST_CASE("pipeline::xml_text reads what stores say, whatever it is") {
  CHECK(xml_text("<a><UploadId>x/y</UploadId></a>", "UploadId") == "x/y");
  CHECK(xml_text("<UploadId></UploadId>", "UploadId") == "");
  CHECK(xml_text("<UploadId>x", "UploadId") == "");
  CHECK(xml_text("</UploadId><UploadId>", "UploadId") == "");
  CHECK(xml_text("", "UploadId") == "");
  const auto said = store_problem({.endpoint = "http://h"}, 403, "<html>\n\x01 no");
  CHECK(said ==
        "the store at http://h answered 403: see that s3.access_key and s3.key_file may "
        "write there");
}

using test::wrong_in;

// The checker must be able to fail.
TEST_CASE("test::wrong_in finds what is wrong with a request") {
  const test::S3Account account{.access_key = "AK", .secret_key = "SK", .region = "r"};
  const Signer signer{.access_key = "AK", .secret_key = Secret("SK"), .region = "r"};
  const Signed wanted{.method = "PUT",
                      .host = "h:1",
                      .path = "/b/k",
                      .query = {{"partNumber", "1"}, {"uploadId", "x/y"}},
                      .headers = {{"content-type", "image/png"}},
                      .payload_sha256 = std::string(kNoPayload)};
  const auto at = now();
  ServerRequest good{.method = "PUT",
                     .path = "/b/k",
                     .query = "uploadId=x%2Fy&partNumber=1",
                     .headers = signed_headers(wanted, signer, at),
                     .body = ""};
  CHECK(wrong_in(good, account, at) == "");
  CHECK(wrong_in(good, account, at + std::chrono::minutes(16)) == "RequestTimeTooSkewed");
  CHECK(wrong_in(good, {"AK", "other", "r"}, at) == "SignatureDoesNotMatch");
  CHECK(wrong_in(good, {"other", "SK", "r"}, at) == "InvalidAccessKeyId");
  CHECK(wrong_in(good, {"AK", "SK", "q"}, at) == "AuthorizationHeaderMalformed");
  auto other = good;
  other.path = "/b/l";
  CHECK(wrong_in(other, account, at) == "SignatureDoesNotMatch");
  other = good;
  other.query = "uploadId=x%2Fz&partNumber=1";
  CHECK(wrong_in(other, account, at) == "SignatureDoesNotMatch");
  other = good;
  other.body = "more";
  CHECK(wrong_in(other, account, at) == "XAmzContentSHA256Mismatch");
  other = good;
  other.headers.emplace_back("x-amz-acl", "public-read");
  CHECK(wrong_in(other, account, at) == "AccessDenied");
  other.headers.clear();
  CHECK(wrong_in(other, account, at) == "AccessDenied");
}

}  // namespace storyreel::pipeline
