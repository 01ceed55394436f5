#include "config/load.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/files.hpp"
#include "tests/config/support.hpp"

namespace storyreel::config {
namespace {

namespace fs = std::filesystem;

constexpr auto kToken = "STORYREEL_NOTION_TOKEN";
constexpr auto kCredentials = "CREDENTIALS_DIRECTORY";

std::string wrong(std::string_view text) {
  return complaint([&] { parse(text, "/etc/s.toml"); });
}

// No token reaches these tests from outside.
struct NoToken {
  Variable token{kToken, ""};
  Variable credentials{kCredentials, ""};
};

}  // namespace

TEST_CASE("config::parse reads every kind of value") {
  const NoToken clean;
  const auto settings = parse(R"(
[notion]
parent_page = "https://www.notion.so/Studio-0123456789ABCDEF0123456789abcdef"
base_url = "http://127.0.0.1:9000/"
requests_per_minute = 0
poll_interval = "2m"
settle = "2500ms"
[state]
directory = "../state"
store_limit = "20GB"
[http]
listen = "[::1]:0"
[render]
size = "640x360"
crf = 51
subtitles = "soft"
crossfade = "0s"
[music]
provider = "builtin"
bed = "music/bed.flac"
[log]
level = "debug"
)",
                              "/etc/storyreel/s.toml");
  CHECK(settings.notion.parent_page == "01234567-89ab-cdef-0123-456789abcdef");
  CHECK(settings.notion.base_url == "http://127.0.0.1:9000");
  CHECK(settings.notion.requests_per_minute == 0);
  CHECK(settings.notion.poll_interval == seconds(120));
  CHECK(settings.notion.settle == milliseconds(2500));
  CHECK(settings.notion.index_lag == Notion().index_lag);
  CHECK(settings.notion.token.empty());
  CHECK(settings.state.directory == "/etc/state");
  CHECK(settings.state.store_limit == 20LL * 1024 * 1024 * 1024);
  CHECK(settings.render.crossfade == seconds(0));
  CHECK(settings.music.bed == "/etc/storyreel/music/bed.flac");
  CHECK(settings.http.listen == "[::1]:0");
  CHECK(settings.render.width == 640);
  CHECK(settings.render.height == 360);
  CHECK(settings.render.crf == 51);
  CHECK(settings.render.subtitles == Subtitles::soft);
  CHECK(settings.log.level == "debug");
  CHECK(settings.file == "/etc/storyreel/s.toml");
}

TEST_CASE("config::parse says line, key, what is wrong and what is allowed") {
  const NoToken clean;
  constexpr std::pair<std::string_view, std::string_view> kCases[] = {
      {"[notion]\npol_interval = \"1s\"",
       "/etc/s.toml:2: notion.pol_interval is no key; did you mean notion.poll_interval?"},
      {"[media]\n\ncrf = 1", "/etc/s.toml:3: media.crf is no key; did you mean render.crf?"},
      {"[log]\ncolour = 1", "/etc/s.toml:2: log.colour is no key; [log] has level"},
      {"[rendr]", "/etc/s.toml:1: [rendr] is no table; did you mean [render]?"},
      {"[x.notion]",
       "/etc/s.toml:1: [x] is no table; there are [notion] [state] [http] [render] "
       "[media] [s3] [source] [script] [image] [voice] "
       "[script_fallback] [image_fallback] [voice_fallback] [music] [limits] [log]"},
      {"parent_page = \"x\"",
       "/etc/s.toml:1: parent_page stands outside its table; did you mean notion.parent_page?"},
      {"notion = 1", "/etc/s.toml:1: notion is a table; write [notion]"},
      {"[[notion]]", "/etc/s.toml:1: notion is a table; write [notion]"},
      {"[notion]\nsettle = 20",
       "/etc/s.toml:2: notion.settle is 20; write a duration with its "
       "unit, such as \"10s\", \"2m\" or \"1h\""},
      {"[notion]\nsettle = \"20\"", "/etc/s.toml:2: notion.settle is \"20\"; write a duration"},
      {"[notion]\nsettle = \"2 days\"", "is \"2 days\"; write a duration"},
      {"[notion]\nsettle = \"-2s\"", "is \"-2s\"; write a duration"},
      {"[notion]\npoll_interval = \"5ms\"", "is \"5ms\"; allowed are 100ms to 24h"},
      {"[notion]\nparent_page = \"Studio\"",
       "notion.parent_page is \"Studio\"; write the page's URL or its id"},
      {"[notion]\nbase_url = \"ftp://x\"", "notion.base_url is \"ftp://x\"; write a URL such as"},
      {"[notion]\nbase_url = \"\"", "notion.base_url is \"\"; write a URL"},
      {"[http]\nlisten = 8480", "http.listen is 8480; write HOST:PORT"},
      {"[http]\nlisten = \"localhost:99999\"", "write HOST:PORT"},
      {"[http]\nlisten = \"::1:80\"", "write HOST:PORT"},
      {"[render]\ncrf = 52", "render.crf is 52; allowed are whole numbers from 1 to 51"},
      {"[render]\ncrf = 0", "render.crf is 0; allowed are whole numbers from 1 to 51"},
      {"[render]\ncrf = 20.5", "render.crf is 20.5; allowed are whole numbers"},
      {"[render]\ncrf = \"20\"", "render.crf is \"20\"; allowed are whole numbers"},
      {"[render]\nsize = \"1921x1080\"", "both even and from 64 to 7680"},
      {"[render]\nsize = \"1920 x 1080\"", "write \"WIDTHxHEIGHT\""},
      {"[render]\nsubtitles = true", "is true; allowed are \"burned\", \"soft\", \"none\""},
      {"[image]\nprovider = \"dall-e\"",
       "/etc/s.toml:2: image.provider is \"dall-e\"; allowed are \"builtin\", \"openai\", "
       "\"gemini\", \"leonardo\", \"replicate\""},
      {"[image]\nprice = -1", "image.price is -1; write an amount of dollars, 0 for what is free"},
      {"[image]\nprice = \"4 cents\"", "write an amount of dollars"},
      {"[limits]\ndollars_per_day = nan", "write an amount of dollars"},
      {"[voice]\ncommand = \"piper\"", "write a list of strings such as"},
      {"[voice]\ncommand = [\"\"]", "write a list of strings"},
      {"[voice]\nmodel = \"\"", "write a string on one line"},
      {"[image]\nat_once = 0", "allowed are whole numbers from 1 to 64"},
      {"[state]\ndirectory = []", "state.directory is []; write a path as a string"},
      {"[state]\nstore_limit = \"20\"", "state.store_limit is \"20\"; write a size such as"},
      {"[state]\nstore_limit = 20", "state.store_limit is 20; write a size such as"},
      {"[render]\ncrossfade = \"6s\"", "render.crossfade is \"6s\"; allowed are 0s to 5s"},
      {"[notion", "/etc/s.toml:1: "},
      {"[log]\nlevel = \"info\"\nlevel = \"info\"", "/etc/s.toml:3: "},
      {"[log]\n# \xff", "/etc/s.toml:2: "},
  };
  for (const auto& [text, message] : kCases) {
    CAPTURE(text);
    const auto said = wrong(text);
    CAPTURE(said);
    CHECK(said.find(message) != std::string::npos);
  }
}

TEST_CASE("config::parse looks for the token in its three places, in order") {
  TemporaryFolder folder;
  write_file(folder.path() / "credentials" / "notion_token", "from-systemd\n");
  write_file(folder.path() / "notion.token", "  from-file\r\n");
  const auto read = [&] {
    const auto settings =
        parse("[notion]\ntoken_file = \"notion.token\"", folder.path() / "storyreel.toml");
    return std::string(settings.notion.token.reveal());
  };
  const NoToken clean;
  CHECK(read() == "from-file");
  const Variable credentials(kCredentials, folder.path() / "none");
  CHECK(read() == "from-file");
  const Variable there(kCredentials, folder.path() / "credentials");
  CHECK(read() == "from-systemd");
  const Variable token(kToken, "from-environment");
  CHECK(read() == "from-environment");
}

TEST_CASE("config::parse looks for a service's key in its three places, in order") {
  TemporaryFolder folder;
  write_file(folder.path() / "credentials" / "image_key", "from-systemd\n");
  write_file(folder.path() / "image.key", "from-file\n");
  const auto read = [&] {
    const auto settings = parse("[image]\nkey_file = \"image.key\"", folder.path() / "s.toml");
    CHECK(settings.script.service.key.empty());
    return std::string(settings.image.service.key.reveal());
  };
  const NoToken clean;
  const Variable none("STORYREEL_IMAGE_KEY", "");
  CHECK(read() == "from-file");
  const Variable there(kCredentials, folder.path() / "credentials");
  CHECK(read() == "from-systemd");
  const Variable key("STORYREEL_IMAGE_KEY", "from-environment");
  CHECK(read() == "from-environment");
  const auto missing =
      complaint([&] { parse("\n[voice]\nkey_file = \"none\"", folder.path() / "s.toml"); });
  CHECK(missing.starts_with((folder.path() / "s.toml").string() + ":3: voice.key_file: "));
}

TEST_CASE("config::parse keeps who is asked second apart from who is asked first") {
  const NoToken clean;
  const Variable first("STORYREEL_IMAGE_KEY", "one");
  const Variable second("STORYREEL_IMAGE_FALLBACK_KEY", "two");
  const auto settings =
      parse("[image]\nprovider = \"gemini\"\n[image_fallback]\nprovider = \"openai\"\nprice = 0.5",
            "s.toml");
  CHECK(settings.image.provider == "gemini");
  CHECK(settings.image.service.key.reveal() == "one");
  CHECK(settings.image_fallback.provider == "openai");
  CHECK(settings.image_fallback.service.key.reveal() == "two");
  CHECK(settings.image_fallback.price == 0.5);
  CHECK_FALSE(settings.image.price);
  CHECK(settings.voice_fallback.provider == kNobody);
}

TEST_CASE("config::parse names a token file that does not help") {
  const NoToken clean;
  TemporaryFolder folder;
  const auto file = folder.path() / "s.toml";
  const auto said = [&](const std::string& text) { return complaint([&] { parse(text, file); }); };
  const auto missing = said("\n[notion]\ntoken_file = \"none\"");
  CHECK(missing.starts_with(file.string() + ":3: notion.token_file: "));
  CHECK(missing.find(folder.path() / "none") != std::string::npos);
  write_file(folder.path() / "empty", "\n");
  CHECK(said("[notion]\ntoken_file = \"empty\"") ==
        file.string() + ":2: notion.token_file: " + (folder.path() / "empty").string() +
            " is empty: put the secret into it");
}

TEST_CASE("config::parse leaves secrets alone for who needs none") {
  const NoToken clean;
  constexpr auto kText = "[notion]\ntoken_file = \"/nowhere/token\"\n[voice]\nkey_file = \"/\"";
  const auto settings = parse(kText, "/etc/s.toml", Secrets::left);
  CHECK(settings.notion.token.empty());
  CHECK(settings.voice.service.key.empty());
  const auto said = complaint([] { parse("[notion]\ntoken = 1", "/etc/s.toml", Secrets::left); });
  CHECK(said.find("notion.token is no key") != std::string::npos);
}

TEST_CASE("config::load names a file that is not there") {
  const auto said = complaint([] { load("/nowhere/s.toml"); });
  CHECK(said.find("/nowhere/s.toml") != std::string::npos);
}

TEST_CASE("config::find takes the first place that is named or exists") {
  TemporaryFolder folder;
  const Variable none("STORYREEL_CONFIG", "");
  const Variable home("HOME", folder.path());
  const Variable no_xdg("XDG_CONFIG_HOME", "");
  const auto in_home = folder.path() / ".config" / "storyreel" / "storyreel.toml";
  const auto said = complaint([] { find({}); });
  if (!fs::exists("/etc/storyreel/storyreel.toml")) {
    CHECK(said.find(in_home.string() + " nor /etc/storyreel/storyreel.toml") != std::string::npos);
  }
  write_file(in_home, "");
  CHECK(find({}) == in_home);
  const auto in_xdg = folder.path() / "xdg" / "storyreel" / "storyreel.toml";
  write_file(in_xdg, "");
  const Variable xdg("XDG_CONFIG_HOME", folder.path() / "xdg");
  CHECK(find({}) == in_xdg);
  const Variable named("STORYREEL_CONFIG", "/named.toml");
  CHECK(find({}) == "/named.toml");
  CHECK(find("/given.toml") == "/given.toml");
}

TEST_CASE("config::page_id reads ids and URLs") {
  constexpr auto kId = "01234567-89ab-cdef-0123-456789abcdef";
  for (const std::string_view good : {
           "0123456789abcdef0123456789abcdef",
           "0123456789ABCDEF0123456789ABCDEF",
           "01234567-89ab-cdef-0123-456789abcdef",
           "https://www.notion.so/0123456789abcdef0123456789abcdef",
           "https://www.notion.so/team/My-Studio-0123456789abcdef0123456789abcdef",
           "https://app.notion.com/p/0123456789abcdef0123456789abcdef?pvs=4",
           "https://app.notion.com/p/01234567-89ab-cdef-0123-456789abcdef#x",
           "http://127.0.0.1:8080/01234567-89ab-cdef-0123-456789abcdef/",
           "https://www.notion.so/deadbeef-0123456789abcdef0123456789abcdef",
       }) {
    CAPTURE(good);
    CHECK(page_id(good) == kId);
  }
  for (const std::string_view bad : {
           "",
           "Studio",
           "/",
           "0123456789abcdef0123456789abcde",
           "f0123456789abcdef0123456789abcdef",
           "0123456789abcdef0123456789abcdeg",
           "01234567-89ab-cdef-0123456789-abcdef",
           "https://www.notion.so/?p=0123456789abcdef0123456789abcdef",
       }) {
    CAPTURE(bad);
    CHECK_FALSE(page_id(bad));
  }
}

TEST_CASE("config::parse takes the places where people find what was made") {
  const NoToken clean;
  const Variable secret("STORYREEL_S3_KEY", "secret");
  CHECK(parse("", "/etc/s.toml").media.uploads());
  CHECK_FALSE(parse("", "/etc/s.toml").media.stores());
  CHECK_FALSE(parse("[media]\nhosting = [\"local\"]", "/etc/s.toml").media.uploads());
  const auto settings = parse(R"(
[media]
hosting = ["s3", "notion"]
[s3]
endpoint = "http://127.0.0.1:9000/"
region = "eu-central-1"
bucket = "films"
prefix = "studio/one-"
bucket_in = "host"
access_key = "AKIA"
links = "presigned"
)",
                              "/etc/s.toml");
  CHECK(settings.media.uploads());
  CHECK(settings.media.stores());
  CHECK(settings.s3.endpoint == "http://127.0.0.1:9000");
  CHECK(settings.s3.host_style);
  CHECK(settings.s3.presigned);
  CHECK(settings.s3.prefix == "studio/one-");
  CHECK(settings.s3.secret_key.reveal() == "secret");
}

TEST_CASE("config::parse refuses places that do not go together, with the line") {
  const NoToken clean;
  const Variable secret("STORYREEL_S3_KEY", "");
  const auto hosting = [](const std::string& places, const std::string& more = {}) {
    return wrong("[media]\nhosting = [" + places + "]\n" + more);
  };
  const std::string where = "/etc/s.toml:2: media.hosting ";
  CHECK(hosting("\"notion\"") == where + "names nobody who gives links; add \"local\", or \"s3\"");
  CHECK(hosting("").starts_with(where + "names nobody"));
  CHECK(hosting("\"local\", \"s3\"").starts_with(where + "names both"));
  CHECK(hosting("\"local\", \"local\"") == where + "names \"local\" twice");
  CHECK(hosting("\"dropbox\"").starts_with(where + "is "));
  const std::string s3 = "[s3]\nendpoint = \"http://h\"\nbucket = \"b\"\n";
  CHECK(hosting("\"s3\"").find("needs s3.endpoint") != std::string::npos);
  CHECK(hosting("\"s3\"", s3).find("needs s3.access_key") != std::string::npos);
  CHECK(hosting("\"s3\"", s3 + "access_key = \"A\"\n").find("needs s3.key_file") !=
        std::string::npos);
  CHECK(hosting("\"local\"", "[s3]\nbucket = \"a b\"").starts_with("/etc/s.toml:4: s3.bucket is"));
  CHECK(hosting("\"local\"", "[s3]\nprefix = \"../x\"").starts_with("/etc/s.toml:4: s3.prefix is"));
  const Variable given("STORYREEL_S3_KEY", "secret");
  CHECK(hosting("\"s3\"", s3 + "access_key = \"A\"\n") == "(nothing was wrong)");
  CHECK(hosting("\"s3\"", s3 + "access_key = \"A\"\nlinks = \"presigned\"\n"
                               "public_url = \"http://cdn\"\n")
            .starts_with("/etc/s.toml:8: s3.public_url goes with"));
}

}  // namespace storyreel::config
