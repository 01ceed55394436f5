#include "notion/workspace/multipart.hpp"

#include <doctest/doctest.h>

namespace storyreel::workspace {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=xyz";

std::string field(const std::string& headers, const std::string& bytes) {
  return "--xyz\r\n" + headers + "\r\n\r\n" + bytes + "\r\n";
}

const std::string kName = "Content-Disposition: form-data; name=\"file\"";

}  // namespace

TEST_CASE("workspace::parse_form reads fields, names and types, bytes as they are") {
  const std::string bytes("a\0\r\n--xy\r\nb", 11);
  const auto body =
      field(kName + "; filename=\"a \\\"b\\\".txt\"\r\nContent-Type: text/plain", bytes) +
      field("content-disposition: Form-Data; name=part_number", "2") + "--xyz--\r\n";
  const auto form = parse_form("Multipart/Form-Data; charset=utf-8; boundary=\"xyz\"", body);
  REQUIRE(form);
  REQUIRE(form->size() == 2);
  CHECK(form->at(0).name == "file");
  CHECK(form->at(0).filename == "a \"b\".txt");
  CHECK(form->at(0).content_type == "text/plain");
  CHECK(form->at(0).bytes == bytes);
  CHECK(form->at(1).name == "part_number");
  CHECK(!form->at(1).filename);
  CHECK(form->at(1).bytes == "2");
}

TEST_CASE("workspace::parse_form takes a form without fields") {
  CHECK(parse_form(kType, "--xyz--\r\n")->empty());
}

TEST_CASE("workspace::parse_form refuses what is cut short at any place") {
  const auto whole = field(kName, "abc") + "--xyz--";
  REQUIRE(parse_form(kType, whole));
  for (std::size_t length = 0; length < whole.size(); ++length)
    CHECK(!parse_form(kType, whole.substr(0, length)));
}

TEST_CASE("workspace::parse_form refuses what is no form") {
  const auto whole = field(kName, "abc") + "--xyz--";
  CHECK(!parse_form("application/json", whole));
  CHECK(!parse_form("multipart/form-data", whole));
  CHECK(!parse_form("multipart/form-data; boundary=", whole));
  CHECK(!parse_form("multipart/form-data; boundary=" + std::string(71, 'x'), whole));
  CHECK(!parse_form("multipart/form-data; boundary=\"xyz", whole));
  CHECK(!parse_form(kType, whole + "more"));
  CHECK(!parse_form(kType, "preamble" + whole));
  CHECK(!parse_form(kType, field("Content-Type: text/plain", "no name") + "--xyz--"));
  CHECK(!parse_form(kType, field("Content-Disposition: attachment; name=a", "x") + "--xyz--"));
  CHECK(!parse_form(kType, field(kName + "\r\nno colon", "x") + "--xyz--"));
  CHECK(!parse_form(kType, field(kName + "\r\n" + kName, "two names") + "--xyz--"));
  CHECK(
      !parse_form(kType, field("Content-Disposition: form-data; name=\"\xff\"", "x") + "--xyz--"));
  CHECK(!parse_form(kType, field(kName + "\r\nX: " + std::string(5000, 'x'), "") + "--xyz--"));
  std::string many;
  for (int i = 0; i < 17; ++i) many += field(kName, "x");
  CHECK(!parse_form(kType, many + "--xyz--"));
}

}  // namespace storyreel::workspace
