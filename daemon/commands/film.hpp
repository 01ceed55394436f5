#pragma once

#include <filesystem>

#include "config/settings.hpp"
#include "daemon/commands/commands.hpp"
#include "daemon/commands/film_cache.hpp"
#include "pipeline/film.hpp"

/// What the commands that make a film share.
namespace storyreel::commands {

constexpr int kInterrupted = 1;

/// Settings for a film without a studio: the configuration's where one was named, else defaults,
/// and over them what the command line says. Throws UsageError.
config::Settings film_settings(const Arguments& arguments);

/// Whether a film's pictures and voices may be made too: a recipe says what was drawn and spoken,
/// but not how.
enum class Sources { made, kept };

/// Makes the film with a progress bar of what `shelf` has not, and puts it at `out` with what
/// stands beside it. Whatever was made is kept in the cache, also where the rest fails or is
/// stopped. Throws Error with a line for each file that spoils it.
Task<> make_and_deliver(Executor loop, pipeline::Providers& providers, Offload& offload,
                        const FilmCache& cache, pipeline::Shelf shelf, pipeline::FilmOrder order,
                        std::filesystem::path out);

/// The same for a film without a studio, where the command line says, its recipe with the places of
/// all given files beside it; the cache is kept within its limit.
Task<int> make_alone(Executor loop, Arguments arguments, config::Settings settings,
                     pipeline::Providers& providers, Offload& offload, pipeline::FilmOrder order,
                     Sources sources = Sources::made);

/// The keys of files that were given, in order.
Task<std::vector<std::string>> keys_of(Offload& offload, std::vector<std::filesystem::path> files);

/// How many parts are made at a time.
int film_threads(const config::Settings& settings);

}  // namespace storyreel::commands
