#pragma once

#include <optional>
#include <string>

namespace storyreel {

/// `reference` as it reads in a document at `base`: an absolute http or https URL without a user's
/// name and password, or nullopt for anything else. An empty `base` takes absolute ones only.
std::optional<std::string> web_url(const std::string& base, const std::string& reference);

/// The host of a URL in small letters, numbers normalised ("0x7f.1" is "127.0.0.1"), and with its
/// port: "host:80". Empty for what is no URL.
std::string host_of(const std::string& url);
std::string host_and_port_of(const std::string& url);

}  // namespace storyreel
