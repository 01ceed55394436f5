#include "pipeline/inherit.hpp"

#include <algorithm>
#include <string_view>

#include "cache/ledger.hpp"
#include "cache/repository.hpp"
#include "pipeline/keys.hpp"
#include "pipeline/stages/write.hpp"

namespace storyreel::pipeline {
namespace {

using cache::Database;
using cache::Origin;

constexpr std::string_view kFact = "inherited";  // cache/schema/008.sql
constexpr std::string_view kNotYet = "no";
constexpr std::string_view kBuiltinText = "builtin-text-1";  // the identity it had then

Stage stage_of(const Origin& made) {
  return made.kind == words(Stage::illustrate).artifact ? Stage::illustrate : Stage::speak;
}

/// What is selected was made of what the row held then: nothing has changed since.
bool is_of_row(const Origin& made, const Sentence& sentence) {
  return made.selected && made.created_at >= sentence.changed_at &&
         (stage_of(made) == Stage::speak || made.take == sentence.take);
}

bool has(const Sentence& sentence, Stage stage) {
  return std::ranges::any_of(sentence.made, [&](const Origin& made) {
    return stage_of(made) == stage && is_of_row(made, sentence);
  });
}

bool has_all(const Sentence& sentence) {
  return has(sentence, Stage::illustrate) && has(sentence, Stage::speak);
}

/// One video's.
class Heir {
 public:
  Heir(Database& database, const Rules& rules, Snapshot snapshot)
      : database_(database),
        rules_(rules),
        snapshot_(std::move(snapshot)),
        sentences_(sentences_of(snapshot_)),
        wanted_(wanted_writing(snapshot_, milliseconds(0), now())),
        bought_(cache::ledger::of_video(database, snapshot_.video.id)) {}

  void take() {
    for (const auto& sentence : sentences_) {
      take_prompt(sentence);
      for (const auto& made : sentence.made) take_made(made, sentence);
    }
    take_description();
  }

 private:
  void take_prompt(const Sentence& sentence) {
    const auto* fill = snapshot_.fill(sentence.item, property::kPrompt);
    const auto& language = wanted_.known_language;
    if (!fill || fill->inputs.empty()) return;
    // No picture was begun while its prompt was to be written.
    const bool stands = has(sentence, Stage::illustrate) ||
                        fill->inputs == prompt_inputs(sentence.text, language, rules_.text) ||
                        fill->inputs == prompt_inputs(sentence.text, language, kBuiltinText);
    if (stands) note(*fill, prompt_inputs(sentence.text, language));
  }

  void take_description() {
    const auto& id = snapshot_.video.id;
    const auto* about = snapshot_.fill(id, property::kDescription);
    if (!about || about->inputs.empty()) return;
    const bool stands = std::ranges::all_of(sentences_, has_all) ||
                        about->inputs == description_inputs(wanted_, rules_.text) ||
                        about->inputs == description_inputs(wanted_, kBuiltinText);
    if (!stands) return;
    for (const auto property : {property::kTitle, property::kDescription, property::kKeywords})
      if (const auto* fill = snapshot_.fill(id, property)) note(*fill, description_inputs(wanted_));
  }

  void note(cache::Fill fill, std::string inputs) {
    fill.inputs = std::move(inputs);
    cache::fills::save(database_, fill);
  }

  void take_made(const Origin& made, const Sentence& sentence) {
    const auto stage = stage_of(made);
    const auto& language = wanted_.known_language;
    const auto key =
        stage == Stage::illustrate
            ? picture_key(rules_.recipe.image, sentence, language, rules_.recipe)
            : voice_key(rules_.recipe.voice(language), sentence, language, rules_.recipe);
    const bool ours = made.artifact == key;
    if (!ours && !is_of_row(made, sentence)) return;
    const Target target{
        .stage = stage, .owner = made.item_id, .at = 0, .key = made.artifact, .needs = {}};
    cache::origins::save(
        database_, origin_of(target, sentence, language, rules_.recipe,
                             ours ? maker_of(stage, rules_.recipe) : Maker{"", was_bought(stage)}));
  }

  bool was_bought(Stage stage) const {
    return std::ranges::find(bought_, words(stage).name, &cache::Purchase::stage) != bought_.end();
  }

  Database& database_;
  const Rules& rules_;
  Snapshot snapshot_;
  std::vector<Sentence> sentences_;
  Writing wanted_;
  std::vector<cache::Purchase> bought_;
};

}  // namespace

void inherit(Database& database, const Rules& rules) {
  if (cache::facts::find(database, kFact) != kNotYet) return;
  for (const auto& video : cache::videos::all(database))
    if (auto snapshot = load_snapshot(database, video.id))
      Heir(database, rules, std::move(*snapshot)).take();
  cache::facts::save(database, kFact, "yes");
}

}  // namespace storyreel::pipeline
