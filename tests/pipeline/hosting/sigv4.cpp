#include "pipeline/hosting/sigv4.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/runtime/hash.hpp"
#include "pipeline/hosting/s3_place.hpp"

namespace storyreel::pipeline {
namespace {

// The examples that AWS publishes for S3, "Signature Calculations for the Authorization Header" and
// "Using Query Parameters".
const Time kTime = *from_iso("2013-05-24T00:00:00Z");
constexpr auto kHost = "examplebucket.s3.amazonaws.com";

Signer signer() {
  return {.access_key = "AKIAIOSFODNN7EXAMPLE",
          .secret_key = Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
          .region = "us-east-1"};
}

std::string header(const Pairs& headers, const std::string& name) {
  const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
  return found == headers.end() ? "" : found->second;
}

std::string authorization(const Signed& request) {
  return header(signed_headers(request, signer(), kTime), "Authorization");
}

Signed get(const std::string& path, Pairs query = {}, Pairs headers = {}) {
  return {.method = "GET",
          .host = kHost,
          .path = path,
          .query = std::move(query),
          .headers = std::move(headers),
          .payload_sha256 = std::string(kNoPayload)};
}

}  // namespace

TEST_CASE("pipeline::signed_headers are those of AWS's examples") {
  const std::string who =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,";
  CHECK(authorization(get("/test.txt", {}, {{"range", "bytes=0-9"}})) ==
        who +
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  CHECK(authorization(get("/", {{"lifecycle", ""}})) ==
        who +
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  CHECK(authorization(get("/", {{"prefix", "J"}, {"max-keys", "2"}})) ==
        who +
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date,"
            "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  const Signed put{.method = "PUT",
                   .host = kHost,
                   .path = "/test$file.text",
                   .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                               {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                   .payload_sha256 = sha256("Welcome to Amazon S3.")};
  CHECK(authorization(put) ==
        who +
            "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,"
            "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("pipeline::signed_headers hold what was signed") {
  const auto headers = signed_headers(get("/a"), signer(), kTime);
  CHECK(header(headers, "x-amz-date") == "20130524T000000Z");
  CHECK(header(headers, "x-amz-content-sha256") == kNoPayload);
  CHECK(header(headers, "Host") == kHost);
  CHECK(sha256("") == kNoPayload);
}

TEST_CASE("pipeline::presigned_query is that of AWS's example") {
  const std::string wanted =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256"
      "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
      "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
      "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  CHECK(presigned_query(get("/test.txt"), signer(), kTime, seconds(86'400)) == wanted);
}

TEST_CASE("pipeline::encoded_query orders by what is written") {
  CHECK(encoded_query({}) == "");
  CHECK(encoded_query({{"uploads", ""}}) == "uploads=");
  CHECK(encoded_query({{"uploadId", "a/b c"}, {"partNumber", "2"}}) ==
        "partNumber=2&uploadId=a%2Fb%20c");
  CHECK(percent_encoded("/a b/é~", true) == "/a%20b/%C3%A9~");
  CHECK(percent_encoded("/", false) == "%2F");
}

TEST_CASE("pipeline::address_of writes the bucket into the path or the host") {
  config::S3 s3{.endpoint = "https://S3.example.org:443", .bucket = "films"};
  CHECK(address_of(s3, "a.mp4") == "https://s3.example.org/films/a.mp4");
  s3.prefix = "studio/one-";
  CHECK(address_of(s3, "a.mp4") == "https://s3.example.org/films/studio/one-a.mp4");
  s3.host_style = true;
  CHECK(address_of(s3, "a.mp4") == "https://films.s3.example.org/studio/one-a.mp4");
  s3 = {.endpoint = "http://127.0.0.1:9000/store", .bucket = "films"};
  CHECK(address_of(s3, "a.mp4") == "http://127.0.0.1:9000/store/films/a.mp4");
  CHECK(place_of(s3, "a.mp4").host == "127.0.0.1:9000");
}

TEST_CASE("pipeline::public_link and presigned_link lead to the object") {
  config::S3 s3{.endpoint = "http://127.0.0.1:9000", .bucket = "films", .access_key = "AKIA"};
  s3.secret_key = Secret("secret");
  CHECK(public_link(s3, "a.mp4") == "http://127.0.0.1:9000/films/a.mp4");
  const auto link = presigned_link(s3, "a.mp4", kTime);
  CHECK(link.starts_with("http://127.0.0.1:9000/films/a.mp4?X-Amz-Algorithm="));
  CHECK(link.contains("X-Amz-Expires=604800&"));
  CHECK(link != presigned_link(s3, "a.mp4", kTime + seconds(1)));
  s3.public_url = "https://cdn.example.org/films";
  CHECK(public_link(s3, "a.mp4") == "https://cdn.example.org/films/a.mp4");
}

}  // namespace storyreel::pipeline
