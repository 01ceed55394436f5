#pragma once

namespace storyreel {

/// From now on memory of a megabyte and more goes back to the system as soon as it is freed. Left
/// alone, glibc keeps frames of films in its heap once the first one was freed, in ever more
/// pieces: a daemon that renders for days would grow with every film. For the whole process; call
/// it first.
void give_back_large_memory();

}  // namespace storyreel
