#pragma once

#include <string>

namespace storyreel {

/// Whether the address ("192.0.2.1", "2001:db8::1") is one of the open internet: none of this
/// machine, of a private network or a link, of a cloud's metadata, none for many receivers and none
/// kept for special uses (IANA's registries of special-purpose addresses). An IPv6 address that
/// carries one of IPv4 is judged by that. What is no address is not public.
bool is_public_address(const std::string& address);

}  // namespace storyreel
