// Judges what the workspace answers by JSON schemas, generated from the official SDK's types.
import Ajv from 'ajv';
import {createGenerator} from 'ts-json-schema-generator';
import {fileURLToPath} from 'node:url';

const kMinute = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:00\\.000Z$';
const kTime = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$';
const kUuid = '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$';
const kText = (pattern) => ({type: 'string', pattern});

/** What Notion documents and the SDK's types cannot say, by the name of a property. */
const kPatterns = {
  created_time: kText(kMinute),
  last_edited_time: kText(kMinute),
  expiry_time: kText(kTime),
  next_cursor: {type: ['string', 'null']},
};

let generated;

/** Definitions of all the types, for a caller's own changes. */
function generate() {
  generated ??= generateOnce();
  return structuredClone(generated);
}

function generateOnce() {
  const generator = createGenerator({
    path: fileURLToPath(new URL('responses.ts', import.meta.url)),
    type: 'Responses', expose: 'all', skipTypeCheck: true, additionalProperties: false,
  });
  const {definitions} = generator.createSchema('Responses');
  addPlace(definitions.DatabasePropertyConfigResponse.anyOf);
  return definitions;
}

/** The types let a place be made, and forget it among the properties that are read. */
function addPlace(kinds) {
  const simple = kinds.find(({properties}) => properties.type.const === 'checkbox');
  kinds.push(JSON.parse(JSON.stringify(simple).replaceAll('checkbox', 'place')));
}

/** Calls `change` with each object schema below `schema`. */
function eachObject(schema, change) {
  if (!schema || typeof schema !== 'object') return;
  if (schema.properties) change(schema);
  for (const part of Object.values(schema)) eachObject(part, change);
}

function overlay(schema, version) {
  const {properties} = schema;
  if (version === '2026-03-11' && properties.archived) {
    delete properties.archived;
    schema.required = schema.required.filter((name) => name !== 'archived');
  }
  for (const [name, pattern] of Object.entries(kPatterns)) {
    if (properties[name] && !properties[name].$ref) properties[name] = {...pattern, ...nullable(properties[name])};
  }
  if (properties.type?.const === 'relation' && properties.relation?.type === 'array') {
    properties.has_more = {type: 'boolean'};
  }
  if (properties.object?.const === 'database') {
    properties.created_by = properties.last_edited_by = {$ref: '#/definitions/PartialUserObjectResponse'};
  }
}

function nullable(schema) {
  return [schema.type].flat().includes('null') ? {type: ['string', 'null']} : {};
}

/** Whether `path` is of the form `pattern`, in which "*" stands for any one segment. */
function fits(pattern, path) {
  const have = path.split('/');
  const want = pattern.split('/');
  return have.length === want.length && want.every((part, index) => part === '*' || part === have[index]);
}

/** Errors that tell something: not those of a union's arms that were not meant. */
function telling(errors) {
  const prefix = (error) => error.schemaPath.replace(/\/properties\/(type|object)\/const$/, '');
  const other = errors.filter((error) => prefix(error) !== error.schemaPath).map(prefix).filter((arm) => arm !== '#');
  const meant = errors.filter((error) => !other.some((arm) => error.schemaPath.startsWith(arm + '/')));
  const real = meant.filter((error) => !['anyOf', 'const'].includes(error.keyword));
  const deepest = (error) => -error.instancePath.split('/').length;
  return [...(real.length ? real : errors)].sort((a, b) => deepest(a) - deepest(b)).slice(0, 3);
}

function explain(error, body) {
  const value = error.instancePath.split('/').slice(1)
      .reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], body);
  const {additionalProperty: extra, missingProperty: lacking, allowedValue = ''} = error.params;
  const shown = extra || lacking ? '' : ` (${JSON.stringify(value)?.slice(0, 120)})`;
  return `${error.instancePath || 'the body'} ${error.message} ${extra ?? allowedValue}${shown}`;
}

/** Returns a function that names what is wrong with a response of an API version, or ''. */
export function makeJudge(version) {
  const definitions = generate();
  eachObject(definitions, (schema) => overlay(schema, version));
  for (const name of ['IdResponse', 'IdRequest']) definitions[name] = kText(kUuid);
  const ajv = new Ajv({strict: false, allErrors: true});
  ajv.addSchema({$id: 'sdk', definitions});
  const responses = definitions.Responses.properties;
  const validators = {};

  function complain(name, body) {
    const validate = validators[name] ??= ajv.compile({$ref: 'sdk' + responses[name].$ref});
    if (validate(body)) return '';
    return telling(validate.errors).map((error) => explain(error, body)).join('; ');
  }

  return (method, path, status, body) => {
    if (status >= 400) return complain('error', body);
    const {request_id: request, ...rest} = body;
    if (!new RegExp(kUuid).test(request)) return 'request_id is ' + request;
    const name = status === 202 ? 'GET /v1/async_tasks/*' :
        Object.keys(responses).find((each) => fits(each, `${method} ${path}`));
    return name ? complain(name, rest) : 'the SDK knows no such endpoint';
  };
}
