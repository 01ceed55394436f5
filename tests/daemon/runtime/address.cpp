#include "daemon/runtime/address.hpp"

#include <doctest/doctest.h>

#include "daemon/runtime/url.hpp"

using namespace storyreel;

TEST_CASE("runtime::is_public_address knows what is closed") {
  for (const std::string address : {"0.0.0.0",
                                    "10.1.2.3",
                                    "100.64.0.1",
                                    "100.127.255.255",
                                    "127.0.0.1",
                                    "127.255.0.9",
                                    "169.254.169.254",
                                    "172.16.0.1",
                                    "172.31.255.255",
                                    "192.0.0.8",
                                    "192.0.2.7",
                                    "192.168.1.1",
                                    "198.18.0.1",
                                    "198.19.255.1",
                                    "198.51.100.4",
                                    "203.0.113.5",
                                    "224.0.0.1",
                                    "239.1.1.1",
                                    "240.0.0.1",
                                    "255.255.255.255",
                                    "168.63.129.16",
                                    "::",
                                    "::1",
                                    "::127.0.0.1",
                                    "::ffff:127.0.0.1",
                                    "::ffff:a9fe:a9fe",
                                    "::ffff:10.0.0.1",
                                    "64:ff9b::127.0.0.1",
                                    "64:ff9b::a9fe:a9fe",
                                    "64:ff9b:1::1",
                                    "2002:7f00:1::",
                                    "2002:a00:1::1",
                                    "2001::1",
                                    "2001:db8::1",
                                    "3fff::1",
                                    "100::1",
                                    "fc00::1",
                                    "fd00:ec2::254",
                                    "fe80::1",
                                    "fe80::1%eth0",
                                    "fec0::1",
                                    "ff02::1",
                                    "5f00::1",
                                    "",
                                    "example.org",
                                    "1.2.3",
                                    "127.0.0.1 "}) {
    CAPTURE(address);
    CHECK_FALSE(is_public_address(address));
  }
}

TEST_CASE("runtime::is_public_address knows what is open") {
  for (const std::string address :
       {"1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1",
        "169.253.1.1", "172.15.1.1", "172.32.0.1", "192.167.1.1", "198.17.1.1", "198.20.0.1",
        "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
        "2002:808:808::1"}) {
    CAPTURE(address);
    CHECK(is_public_address(address));
  }
}

TEST_CASE("runtime::web_url takes web addresses and resolves references") {
  const std::string base = "https://a.example/b/c?d";
  CHECK(web_url("", "http://a.example/x?y=1#z"));
  CHECK(web_url(base, "/e") == "https://a.example/e");
  CHECK(web_url(base, "e") == "https://a.example/b/e");
  CHECK(web_url(base, "//other.example/e") == "https://other.example/e");
  CHECK(web_url(base, "http://other.example/") == "http://other.example/");
  for (const std::string bad :
       {"", "/e", "a.example/e", "file:///etc/passwd", "gopher://a.example/", "ftp://a.example/",
        "data:text/plain,a", "javascript:alert(1)", "http://user:password@a.example/",
        "http://a b/"}) {
    CAPTURE(bad);
    CHECK_FALSE(web_url("", bad));
  }
  CHECK_FALSE(web_url(base, "file:///etc/passwd"));
  CHECK_FALSE(web_url(base, "https://user@other.example/"));
}

TEST_CASE("runtime::host_of normalises what a host can be written as") {
  CHECK(host_of("https://WWW.Example.org/x") == "www.example.org");
  CHECK(host_and_port_of("https://www.example.org/x") == "www.example.org:443");
  CHECK(host_and_port_of("http://[::1]:81/") == "[::1]:81");
  CHECK(host_of("http://2130706433/") == "127.0.0.1");
  CHECK(host_of("nonsense") == "");
}
