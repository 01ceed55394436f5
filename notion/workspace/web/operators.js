// Conditions of a filter, by property type: Notion's names, how they read, and what they take.

const row = (key, label, takes) => ({key, label, takes});
const kSet = [row('is_not_empty', 'is not empty', 'nothing'), row('is_empty', 'is empty', 'nothing')];
const kText = [row('contains', 'contains', 'text'), row('does_not_contain', 'does not contain', 'text'), row('equals', 'is', 'text'), row('does_not_equal', 'is not', 'text'),
  row('starts_with', 'starts with', 'text'), row('ends_with', 'ends with', 'text'), ...kSet];
const kNumber = [row('equals', '=', 'number'), row('does_not_equal', '≠', 'number'), row('greater_than', '>', 'number'), row('less_than', '<', 'number'),
  row('greater_than_or_equal_to', '≥', 'number'), row('less_than_or_equal_to', '≤', 'number'), ...kSet];
const kOption = [row('equals', 'is', 'options'), row('does_not_equal', 'is not', 'options'), ...kSet];
const kOptions = [row('contains', 'contains', 'options'), row('does_not_contain', 'does not contain', 'options'), ...kSet];
const kFlag = [row('equals', 'is', 'flag')];
const kDate = [row('on_or_after', 'is on or after', 'date'), row('on_or_before', 'is on or before', 'date'), row('equals', 'is', 'date'), row('before', 'is before', 'date'), row('after', 'is after', 'date'),
  row('this_week', 'is this week', 'empty'), row('past_week', 'is in the past week', 'empty'), row('past_month', 'is in the past month', 'empty'), row('past_year', 'is in the past year', 'empty'),
  row('next_week', 'is in the next week', 'empty'), row('next_month', 'is in the next month', 'empty'), row('next_year', 'is in the next year', 'empty'), ...kSet];
const kPeople = [row('contains', 'contains', 'person'), row('does_not_contain', 'does not contain', 'person'), ...kSet];
const kRelation = [row('contains', 'contains', 'page'), row('does_not_contain', 'does not contain', 'page'), ...kSet];

const kOperators = {
  title: kText, rich_text: kText, url: kText, email: kText, phone_number: kText, number: kNumber, unique_id: kNumber.slice(0, 6),
  select: kOption, status: kOption, multi_select: kOptions, checkbox: kFlag, date: kDate, created_time: kDate, last_edited_time: kDate,
  people: kPeople, created_by: kPeople, last_edited_by: kPeople, relation: kRelation, files: kSet,
};

export const kRelativeDays = {
  today: 'today', tomorrow: 'tomorrow', yesterday: 'yesterday', one_week_ago: 'one week ago', one_week_from_now: 'one week from now',
  one_month_ago: 'one month ago', one_month_from_now: 'one month from now',
};

export const operatorsOf = (type) => kOperators[type] || [];
export const canFilter = (property) => property.type in kOperators;

/** What a condition asks of its property: {operator, value}; null where the page cannot tell. */
export function asked(condition, property) {
  const test = property && condition[property.type];
  const key = test && Object.keys(test)[0];
  const operator = operatorsOf(property?.type).find((one) => one.key === key);
  return operator ? {operator, value: test[key]} : null;
}

/** A condition in the API's form, or null while its value is missing. */
export function condition(property, operator, value) {
  const fixed = {nothing: true, empty: {}};
  const written = operator.takes in fixed ? fixed[operator.takes] : value;
  const missing = written === undefined || written === null || written === '' || (Array.isArray(written) && !written.length);
  return missing ? null : {property: property.id, [property.type]: {[operator.key]: written}};
}

/** A filter as a list: {all, parts}. */
export function partsOf(filter) {
  if (!filter) return {all: true, parts: []};
  if (filter.and) return {all: true, parts: filter.and};
  return filter.or ? {all: false, parts: filter.or} : {all: true, parts: [filter]};
}

export function joined(all, parts) {
  if (!parts.length) return null;
  if (parts.length === 1 && !parts[0].or && !parts[0].and) return parts[0];
  return all ? {and: parts} : {or: parts};
}

/**
 * `filter` and one condition more. Conditions nest two levels deep at most, so that one that must
 * hold with any of several goes into each of them.
 */
export function narrowed(filter, more) {
  const {all, parts} = partsOf(filter);
  if (!parts.length) return more;
  if (all) return {and: [...parts, more]};
  const each = parts.flatMap((part) => part.or || [part]);
  return {or: each.map((part) => ({and: [...(part.and || [part]), more]}))};
}
