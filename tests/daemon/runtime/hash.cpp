#include "daemon/runtime/hash.hpp"

#include <set>

#include <doctest/doctest.h>

using namespace storyreel;

TEST_CASE("runtime::sha256 is SHA-256") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("runtime::Hasher keeps fields and kinds apart") {
  const std::set<std::string> hashes{
      Hasher("k").finish(),
      Hasher("l").finish(),
      Hasher("k").add("ab").add("c").finish(),
      Hasher("k").add("a").add("bc").finish(),
      Hasher("k").add("abc").finish(),
      Hasher("k").add("abc").add("").finish(),
      Hasher("k").add(std::int64_t{1}).finish(),
      Hasher("k").add(std::int64_t{-1}).finish(),
      Hasher("k").add("1").finish(),
  };
  CHECK(hashes.size() == 9);
}

TEST_CASE("runtime::Hasher gives the same name tomorrow") {
  CHECK(Hasher("picture").add("a raven").add(std::int64_t{1080}).finish() ==
        "2e4aed50586049ca82355de174044b730b26b97f750418df01fc63f5d03c223f");
}

TEST_CASE("runtime::new_uuid is version 4 and new every time") {
  const std::string uuid = new_uuid();
  CHECK(uuid.size() == 36);
  CHECK(uuid[8] == '-');
  CHECK(uuid[13] == '-');
  CHECK(uuid[14] == '4');
  CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
  CHECK(uuid != new_uuid());
}

TEST_CASE("runtime::random_hex gives as many bytes as asked for") {
  CHECK(random_hex(0) == "");
  CHECK(random_hex(1000).size() == 2000);
  CHECK(random_hex(16) != random_hex(16));
}
