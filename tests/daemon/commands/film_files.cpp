#include "daemon/commands/film_files.hpp"

#include <doctest/doctest.h>

#include "daemon/commands/script.hpp"
#include "daemon/runtime/error.hpp"
#include "daemon/runtime/files.hpp"

namespace storyreel::commands {
namespace {

using Names = std::vector<std::string>;

template <class F>
std::string complaint(F call) {
  try {
    call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("commands::files_of lists one kind in the order people number them") {
  const TemporaryFolder folder;
  for (const auto* name : {"10.png", "2.PNG", "1.jpeg", "a.txt", ".3.png", "b1.webp", "b 1.wav"})
    write_file(folder.path() / name, "x");
  std::filesystem::create_directory(folder.path() / "4.png");
  CHECK(names_of(files_of(folder.path(), FileKind::picture)) ==
        Names{"1.jpeg", "2.PNG", "10.png", "b1.webp"});
  CHECK(names_of(files_of(folder.path(), FileKind::sound)) == Names{"b 1.wav"});
}

TEST_CASE("commands::files_of says which folder has nothing in it, or is none") {
  const TemporaryFolder folder;
  CHECK(complaint([&] { files_of(folder.path(), FileKind::sound); }) ==
        "there is no sound file in " + folder.path().string());
  CHECK(complaint([&] {
          files_of(folder.path() / "none", FileKind::picture);
        }).starts_with((folder.path() / "none").string() + " can't be read: "));
}

TEST_CASE("commands::title_of leaves the number out, and what is no number in") {
  for (const auto& [name, title] : std::vector<std::pair<std::string, std::string>>{
           {"03 - Morning_Light.flac", "Morning Light"},
           {"1. Dawn.mp3", "Dawn"},
           {"12.wav", "12"},
           {"99 Balloons.ogg", "Balloons"},
           {"4th of July.wav", "4th of July"},
           {"Night.mp3", "Night"},
           {"7 -.wav", "7 -"},
           {"2 - S\xF6ng.wav", "S\uFFFDng"}})
    CHECK(title_of(name) == title);
}

TEST_CASE("commands::read_script reads headings as chapters and speaks none of them") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "tale.txt";
  const auto read = [&](const std::string& text) {
    write_file(file, text);
    return read_script(file, "en");
  };
  const auto script =
      read("# The Lamp\r\nOne. Two.\n\n## Night \n\nThree.\n#hash is text.\n# Day\n# Later\nFour.");
  CHECK(script.title == "The Lamp");
  CHECK(script.lines == std::vector<Line>{{"One.", "The Lamp"},
                                          {"Two.", ""},
                                          {"Three.", "Night"},
                                          {"#hash is text.", ""},
                                          {"Four.", "Later"}});
  CHECK(read("Only this.").title == "tale");
  CHECK(complaint([&] { read("Un \xE9t\xE9."); }) ==
        file.string() + " is no text in UTF-8: save it as such");
  CHECK(complaint([&] { read("# Title alone\n"); }) == file.string() + " has no sentence in it");
  CHECK(complaint([&] {
          read_script(folder.path() / "none", "");
        }).find((folder.path() / "none").string()) != std::string::npos);
}

}  // namespace storyreel::commands
