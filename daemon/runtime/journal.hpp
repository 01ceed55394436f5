#pragma once

#include "daemon/runtime/log.hpp"

namespace storyreel {

/// Whether standard error leads to systemd's journal ($JOURNAL_STREAM names it).
bool stderr_is_journal();

/// Sends an event to the journal with its fields. What the journal refuses is lost.
void send_to_journal(const Event& event);

}  // namespace storyreel
