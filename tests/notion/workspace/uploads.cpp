#include "tests/notion/workspace/uploads.hpp"

#include <doctest/doctest.h>

#include "notion/workspace/file_links.hpp"
#include "tests/support/loop.hpp"

namespace storyreel::workspace {

Answer send_file(Bench& bench, const std::string& upload, const std::string& bytes,
                 const std::string& type, int part) {
  ServerRequest request;
  request.method = "POST";
  request.path = "/v1/file_uploads/" + upload + "/send";
  request.headers = {{"Notion-Version", bench.version},
                     {"Content-Type", "multipart/form-data; boundary=xyz"}};
  const std::string name = "--xyz\r\nContent-Disposition: form-data; name=";
  if (part != 0) request.body += name + "part_number\r\n\r\n" + std::to_string(part) + "\r\n";
  request.body += name + "file; filename=sent.txt\r\n" +
                  (type.empty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n" + bytes +
                  "\r\n--xyz--\r\n";
  return answer_api(bench.shared(), request, bench.user);
}

std::string uploaded(Bench& bench, const std::string& name, const std::string& type,
                     const std::string& bytes) {
  const auto made = bench.ok("POST", "/v1/file_uploads", R"({"filename": ")" + name + R"("})");
  const auto id = text_at(made, "/id");
  REQUIRE(send_file(bench, id, bytes, type).status == 200);
  return id;
}

ServerReply follow(Bench& bench, const std::string& url, const std::string& range) {
  const auto path = url.substr(url.find("/files/"));
  const auto mark = path.find('?');
  ServerRequest request{
      .method = "GET", .path = path.substr(0, mark), .query = path.substr(mark + 1)};
  if (!range.empty()) request.headers.emplace_back("Range", range);
  return serve_file(bench.store, bench.time, request);
}

std::string read_all(ServerReply& reply) {
  boost::asio::io_context loop;
  std::string all;
  while (true) {
    const auto piece = test::run(loop, reply.stream->next());
    if (piece.empty()) return all;
    all += piece;
  }
}

std::string header_of(const ServerReply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers)
    if (key == name) return value;
  return {};
}

}  // namespace storyreel::workspace
