#include "notion/workspace/index.hpp"

#include <algorithm>
#include <unordered_map>

#include <boost/json/serialize.hpp>

namespace storyreel::workspace {
namespace {

constexpr std::size_t kBytes = 256u << 20;

Stored stored_of(const Node& node, std::string_view body) {
  return {.id = node.id,
          .kind = node.kind,
          .parent = node.parent,
          .position = node.position,
          .trashed = node.trashed,
          .created = node.created,
          .edited = node.edited,
          .created_by = node.created_by,
          .edited_by = node.edited_by,
          .title = node.title,
          .body = body};
}

bool is_relation(const Subject& subject) {
  return subject.family == Family::relation;
}

bool is_titled(Kind kind) {
  return kind == Kind::page || kind == Kind::data_source;
}

}  // namespace

Index::Index(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {
  store_.watch([this](std::span<const Change> changes) { changed(changes); });
}

void Index::set_lag(milliseconds lag) {
  lag_ = lag;
  store_.keep_before(lag.count() > 0);
}

void Index::changed(std::span<const Change> changes) {
  const auto now = clock_();
  const bool waits = lag_.count() > 0;
  settle();
  for (const auto& change : changes) {
    if (waits && is_titled(change.kind) && change.property.empty())
      history_.add(change, now);
    else
      apply(change);
  }
}

void Index::settle() {
  for (const auto& change : history_.take_due(clock_(), lag_)) apply(change);
}

/// Marks what `change` makes stale.
void Index::apply(const Change& change) {
  if (!is_titled(change.kind)) return;
  const auto id = packed(change.id);
  if (titles_.loaded()) titles_.dirty.insert(id);
  const auto parent = change.parent.empty() ? Id() : packed(change.parent);
  for (auto& [source_id, source] : sources_) {
    if (!change.property.empty() && source_id == id) source.table.drop_column(change.property);
    if (source_id == parent || source.table.has(id)) source.dirty.insert(id);
  }
  const auto knows = [](const auto& each) { return each.second.knows_relations(); };
  if (!std::ranges::any_of(sources_, knows)) return;
  // A page that went to the trash or came back is in other pages' relations.
  for (const auto& page : store_.pointing_at(change.id))
    for (auto& [source_id, source] : sources_)
      if (source.table.has(packed(page))) source.dirty.insert(packed(page));
}

bool Index::Source::knows_relations() const {
  return std::ranges::any_of(table.subjects(), is_relation);
}

std::vector<std::string> Index::rows(std::string_view data_source, const Question& question) {
  settle();
  const auto subjects = subjects_of(question);
  auto& source = refreshed(data_source, subjects);
  std::vector<std::string> ids;
  for (const auto& id : select(source.table, question, store_.users())) ids.push_back(to_text(id));
  shrink(packed(data_source), subjects);
  return ids;
}

Index::Source& Index::refreshed(std::string_view data_source,
                                const std::vector<Subject>& subjects) {
  const auto [place, added] = sources_.try_emplace(packed(data_source));
  auto& source = place->second;
  source.asked = ++asked_;
  const bool stale = source.dirty.size() > 1000 + source.table.count() / 4;
  if (stale) source = Source{.asked = asked_};
  const auto missing = source.table.missing(subjects);
  if (added || stale || !missing.empty()) load(data_source, source, missing);
  read_again(data_source, source);
  return source;
}

void Index::load(std::string_view data_source, Source& source,
                 const std::vector<Subject>& subjects) {
  source.table.add_columns(subjects);
  store_.visit_rows(data_source, [&](const Stored& row) {
    if (source.table.has(packed(row.id)))
      source.table.put(row, subjects);
    else
      source.table.put(row);
  });
  for (const auto& subject : subjects)
    if (is_relation(subject)) load_relations(data_source, source.table, subject);
  for (const auto* change : history_.waiting())
    if (change->kind == Kind::page) source.dirty.insert(packed(change->id));
}

void Index::load_relations(std::string_view data_source, Table& table, const Subject& relation) {
  std::unordered_map<Id, Cell, IdHash> cells;
  for (auto& [page, target] : store_.relations(data_source, relation.key))
    cells[packed(page)].words.push_back(std::move(target));
  for (auto& [page, cell] : cells)
    if (table.has(page)) table.put(page, relation, std::move(cell));
}

void Index::read_again(std::string_view data_source, Source& source) {
  for (const auto& id : std::exchange(source.dirty, {})) {
    const auto page = to_text(id);
    bool there = false;
    visit(page, [&](const Stored& row) {
      there = row.parent == data_source && row.kind == Kind::page && !row.trashed;
      if (there) source.table.put(row);
    });
    if (!there) source.table.forget(id);
    for (const auto& subject : source.table.subjects())
      if (there && is_relation(subject))
        source.table.put(id, subject, {.words = store_.related(page, subject.key)});
  }
}

void Index::shrink(const Id& asked, const std::vector<Subject>& subjects) {
  std::size_t bytes = 0;
  for (const auto& [id, source] : sources_) bytes += source.table.bytes();
  while (bytes > kBytes && sources_.size() > 1) {
    const auto oldest =
        std::ranges::min_element(sources_, {}, [](const auto& each) { return each.second.asked; });
    bytes -= oldest->second.table.bytes();
    sources_.erase(oldest);
  }
  if (bytes > kBytes) sources_.at(asked).table.keep_columns(subjects);
}

std::vector<std::string> Index::search(const Search& search) {
  settle();
  if (!titles_.loaded()) {
    store_.visit_titles([&](const Stored& node) { titles_.put(node); });
    for (const auto* change : history_.waiting()) titles_.dirty.insert(packed(change->id));
    titles_.set_loaded();
  }
  for (const auto& id : std::exchange(titles_.dirty, {}))
    if (!visit(to_text(id), [&](const Stored& node) { titles_.put(node); })) titles_.forget(id);
  return titles_.find(search);
}

std::optional<Node> Index::find(std::string_view id) {
  settle();
  const auto* change = history_.first(id);
  return change ? change->before : store_.find(id);
}

bool Index::visit(std::string_view id, const Store::Visit& visit) {
  const auto* change = history_.first(id);
  if (!change) return store_.visit(id, visit);
  if (change->before) visit(stored_of(*change->before, json::serialize(change->before->body)));
  return change->before.has_value();
}

}  // namespace storyreel::workspace
