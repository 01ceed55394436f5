#include "pipeline/render/decode_apart.hpp"

#include <atomic>
#include <csignal>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "daemon/runtime/child.hpp"
#include "daemon/runtime/error.hpp"
#include "pipeline/render/picture.hpp"
#include "tests/pipeline/render/media.hpp"

namespace storyreel::render::test {

namespace {

namespace fs = std::filesystem;

constexpr Size kLeast{64, 64};

Apart shell(std::string script, milliseconds wall = milliseconds{20'000}) {
  return {.argv = {"/bin/sh", "-c", std::move(script)}, .wall = wall};
}

/// What is said of a good picture when a decoder behaves badly; the next must work.
std::string error_of_decoder(const Apart& apart, const DecoderOrder& order = {.least = kLeast}) {
  const TemporaryFolder folder;
  const auto file = make_png(folder.path() / "p.png", 640, 360);
  const auto error = error_of([&] { decode_apart(file, order, apart, {}); });
  CHECK(load_picture(file, kLeast)->height == 64);
  return error;
}

void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void check_cuts(const fs::path& file) {
  const auto whole = bytes_of(file);
  const auto step = whole.size() / 12 + 1;
  for (std::size_t cut = 1; cut < whole.size() - 20; cut += step) {
    CAPTURE(cut);
    write(file, std::string_view(whole).substr(0, cut));
    const auto error = error_of([&] { verify_picture(file, std::stop_token{}); });
    CHECK(error.starts_with("p.png: the picture can't be read"));
    CHECK(error.find('\n') == error.npos);
  }
}

/// The processes that this one waits for and that were started with `argument`.
std::vector<pid_t> children_with(const std::string& argument) {
  std::vector<pid_t> found;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;)
      if (bytes_of("/proc/" + std::to_string(child) + "/cmdline").find(argument) !=
          std::string::npos)
        found.push_back(child);
  }
  return found;
}

}  // namespace

TEST_CASE("render::decode_apart tells a decoder's crash, and the next picture works") {
  CHECK(error_of_decoder(shell("kill -SEGV $$")) ==
        "p.png: the picture can't be read: its decoder crashed (Segmentation fault)");
  CHECK(error_of_decoder(shell("kill -KILL $$")) ==
        "p.png: the picture can't be read: its decoder was killed; is memory short?");
  CHECK(error_of_decoder(shell("kill -XCPU $$")) ==
        "p.png: the picture can't be read: decoding it takes too long");
  CHECK(error_of_decoder(shell("exit 3")) ==
        "p.png: the picture can't be read: its decoder failed with 3");
}

TEST_CASE("render::decode_apart ends a decoder that hangs") {
  CHECK(error_of_decoder(shell("exec sleep 60", milliseconds{200})) ==
        "p.png: the picture can't be read: decoding it takes too long");
}

TEST_CASE("render::decode_apart believes nothing but a whole answer") {
  constexpr auto kNonsense = "p.png: the picture can't be read: its decoder answered nonsense";
  CHECK(error_of_decoder(shell("exit 0")) == kNonsense);
  CHECK(error_of_decoder(shell("echo 123")) == kNonsense);
  CHECK(error_of_decoder(shell("head -c 9000 /dev/zero")) == kNonsense);
  const std::string frame = R"(printf '1FRS@\0\0\0@\0\0\0'; )";
  CHECK(error_of_decoder(shell(frame + "head -c 6143 /dev/zero")) == kNonsense);
  CHECK(error_of_decoder(shell(frame + "head -c 6145 /dev/zero")) == kNonsense);
  CHECK(error_of_decoder(shell(frame + "head -c 6144 /dev/zero")).empty());
  CHECK(error_of_decoder(shell(R"(printf '1FRS@\377\377\377@\0\0\0')")) == kNonsense);
  CHECK(error_of_decoder(shell(R"(printf '2FRS\0\0\0\0\0\0\0\0')")) == kNonsense);
  CHECK(error_of_decoder(shell(R"(printf '3FRS\0\0\0\0\0\0\0\0a\033[1m\nb')")) == "p.png: a [1m b");
}

TEST_CASE("render::decode_apart leaves when a stop is requested") {
  const TemporaryFolder folder;
  const auto file = make_png(folder.path() / "p.png", 64, 64);
  std::stop_source source;
  const std::jthread stopper([&] { source.request_stop(); });
  std::exception_ptr error;
  try {
    decode_apart(file, {.least = kLeast}, shell("exec sleep 60"), source.get_token());
  } catch (...) {
    error = std::current_exception();
  }
  CHECK(is_cancelled(error));
}

TEST_CASE("render::decode_apart ends its own decoder, and only the one that takes too long") {
  const TemporaryFolder folder;
  const auto large = make_png(folder.path() / "large.png", 8000, 6000);
  const auto small = make_png(folder.path() / "small.png", 64, 64);
  std::string late;
  std::jthread slow([&] {
    late = error_of([&] { decode_apart(large, {.least = kLeast}, {.wall = milliseconds{0}}, {}); });
  });
  for (int i = 0; i < 5; ++i) CHECK(load_picture(small, kLeast)->height == 64);
  slow.join();
  CHECK(late == "large.png: the picture can't be read: decoding it takes too long");
  CHECK(load_picture(small, kLeast)->height == 64);
}

TEST_CASE("render::decode_apart serves many threads at a time") {
  const TemporaryFolder folder;
  const auto good = make_png(folder.path() / "good.png", 320, 180);
  write(folder.path() / "bad.png", bytes_of(good).substr(0, 900));
  std::atomic<int> loaded = 0;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 5; ++n) {
          loaded += load_picture(good, kLeast)->height == 64 ? 1 : 0;
          refused +=
              error_of([&] { load_picture(folder.path() / "bad.png", kLeast); }).empty() ? 0 : 1;
        }
      });
  }
  CHECK(loaded == 30);
  CHECK(refused == 30);
}

TEST_CASE("render::decode_apart starts its parent anew when that is gone") {
  const TemporaryFolder folder;
  const auto file = make_png(folder.path() / "p.png", 64, 64);
  REQUIRE(load_picture(file, kLeast)->height == 64);
  const auto parents = children_with(std::string(kDecoderArgument));
  REQUIRE(parents.size() == 1);
  REQUIRE(::kill(parents[0], SIGKILL) == 0);
  siginfo_t ended{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(parents[0]), &ended, WEXITED | WNOWAIT) == 0);
  CHECK(load_picture(file, kLeast)->height == 64);
  CHECK(children_with(std::string(kDecoderArgument)).size() == 1);
}

TEST_CASE("render::decode_apart gives a child neither environment nor descriptors") {
  const TemporaryFolder folder;
  const auto note = folder.path() / "note";
  const auto script =
      "(/usr/bin/env | grep -v '^PWD=\\|^_=\\|^SHLVL='; ls /proc/$$/fd | tr '\\n' "
      "' ') > " +
      note.string() + "; exit 9";
  CHECK(error_of_decoder(shell(script)).ends_with("failed with 9"));
  CHECK(bytes_of(note) == "0 1 2 ");
}

TEST_CASE("render::decode_apart says when the decoder can't be started") {
  CHECK(error_of_decoder({.argv = {"/no/such/program"}})
            .starts_with("p.png: its decoder can't be started: "));
}

TEST_CASE("render::load_picture bounds a bomb's memory" *
          doctest::skip(__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))) {
  const TemporaryFolder folder;
  const auto file = make_png(folder.path() / "p.png", 6000, 4000);
  const auto error =
      error_of([&] { decode_apart(file, {.least = kLeast, .memory = 20u << 20}, {}, {}); });
  CHECK(error == "p.png: the picture can't be read: Cannot allocate memory");
  CHECK(load_picture(file, kLeast)->height == 64);
}

TEST_CASE("render::verify_picture refuses a picture cut off anywhere") {
  const TemporaryFolder folder;
  check_cuts(make_png(folder.path() / "p.png", 640, 360));
}

TEST_CASE("render::load_picture takes files only") {
  const TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe.jpg";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(error_of([&] { load_picture(pipe, kLeast); }) ==
        "pipe.jpg: the picture can't be opened: it is no file");
  CHECK(error_of([&] { load_picture(folder.path(), kLeast); }).ends_with("it is no file"));
  CHECK(error_of([&] { load_picture("/dev/zero", kLeast); }) ==
        "zero: the picture can't be opened: it is no file");
  write(folder.path() / "big.jpg", "x");
  fs::resize_file(folder.path() / "big.jpg", 64'000'001);
  CHECK(error_of([&] { load_picture(folder.path() / "big.jpg", kLeast); }) ==
        "big.jpg: the picture is larger than 64 MB");
}

/// Run by the next case, in a copy of this program.
TEST_CASE("render::load_picture without its program's file" * doctest::skip()) {
  fs::remove(fs::read_symlink("/proc/self/exe"));
  const TemporaryFolder folder;
  CHECK(load_picture(make_png(folder.path() / "p.png", 64, 64), kLeast)->height == 64);
}

TEST_CASE("render::load_picture works after its program was replaced") {
  const TemporaryFolder folder;
  const auto copy = folder.path() / "copy";
  fs::copy_file("/proc/self/exe", copy);
  const auto result =
      run_child({copy, "--no-skip", "-tc=render::load_picture without its program's file"}, "",
                {.memory = 0}, {});
  CHECK(result.exit == 0);
  CHECK(result.output.find("1 passed") != result.output.npos);
  CHECK_FALSE(fs::exists(copy));
}

}  // namespace storyreel::render::test
