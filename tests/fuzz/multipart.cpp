// libFuzzer over the reader of multipart forms. An input is the content type, a line feed and the
// body. What was read says the same when it is put into a form once more.
#include "notion/workspace/multipart.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iostream>

#include "daemon/runtime/utf8.hpp"
#include "tests/fuzz/seeds.hpp"

namespace storyreel::workspace {
namespace {

constexpr std::string_view kType = "multipart/form-data; boundary=\"again\"";

constexpr std::array kSeeds{
    "multipart/form-data; boundary=b\n--b--",
    "multipart/form-data; boundary=b\n--b\r\n"
    "Content-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"\r\n"
    "Content-Type: text/plain\r\n\r\nabc\r\n--b\r\n"
    "content-disposition: form-data; name=part_number\r\n\r\n2\r\n--b--\r\n",
    "Multipart/Form-Data; charset=utf-8; boundary=\"b c\"\n--b c\r\n"
    "Content-Disposition: form-data; name=\"\"\r\n\r\n\r\n--b c--",
};

[[noreturn]] void fail(std::string_view what) {
  std::cerr << what << std::endl;
  std::abort();
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

std::string form_of(const std::vector<FormField>& fields) {
  std::string body;
  for (const auto& field : fields) {
    body += "--again\r\nContent-Disposition: form-data; name=" + in_quotes(field.name);
    if (field.filename) body += "; filename=" + in_quotes(*field.filename);
    if (!field.content_type.empty()) body += "\r\nContent-Type: " + field.content_type;
    body.append("\r\n\r\n").append(field.bytes).append("\r\n");
  }
  return body + "--again--";
}

bool same(const FormField& a, const FormField& b) {
  return a.name == b.name && a.filename == b.filename && a.content_type == b.content_type &&
         a.bytes == b.bytes;
}

void check(const FormField& field, std::string_view body) {
  if (field.bytes.data() < body.data() ||
      field.bytes.data() + field.bytes.size() > body.data() + body.size())
    fail("a field looks out of the body");
  if (!is_utf8(field.name) || !is_utf8(field.filename.value_or(""))) fail("ill-formed UTF-8");
}

void try_input(std::string_view input) {
  const auto line = std::min(input.find('\n'), input.size());
  const auto body = input.substr(std::min(line + 1, input.size()));
  const auto fields = parse_form(input.substr(0, line), body);
  if (!fields) return;
  if (fields->size() > 16) fail("more fields than allowed");
  for (const auto& field : *fields) check(field, body);
  if (body.contains("--again") || input.size() > 1000) return;
  const auto copy = form_of(*fields);
  const auto again = parse_form(kType, copy);
  if (!again || !std::ranges::equal(*fields, *again, same)) fail("read otherwise again: " + copy);
}

}  // namespace
}  // namespace storyreel::workspace

extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  storyreel::fuzz::plant(storyreel::workspace::kSeeds,
                         {*arguments, static_cast<std::size_t>(*count)});
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  storyreel::workspace::try_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
