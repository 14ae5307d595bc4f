// A tool call with arguments that match its schema, and the answer once the tool has run.
import type { ScriptedAnswer } from '../answer.ts';
import { messageText } from '../tokens.ts';
import type { Question } from './question.ts';

interface Schema {
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
}

/** Calls the tool that the request forces, else one that the prompt names, else the first. */
export function toolAnswer({ body, prose }: Question): ScriptedAnswer {
  const tools = body.tools ?? [];
  const choice = body.tool_choice;
  const forced = typeof choice === 'object' ? choice.function.name : undefined;
  const byName = tools.find((tool) => tool.function.name === forced);
  const tool = byName ?? tools.find((one) => prose.includes(one.function.name)) ?? tools[0];
  if (tool === undefined) {
    return { text: 'This is a scripted answer from the local gateway: there is no tool to call.' };
  }
  const { name, parameters } = tool.function;
  return {
    text: `This is a scripted answer from the local gateway. It calls the tool \`${name}\`.`,
    toolCalls: [{ name, arguments: JSON.stringify(exampleOf(parameters ?? { type: 'object' }, 'value')) }],
  };
}

export function toolResultAnswer({ body }: Question): ScriptedAnswer {
  const result = body.messages.at(-1);
  const shown = result === undefined ? '' : messageText(result).slice(0, 200);
  return { text: `This is a scripted answer from the local gateway. The tool gave ${JSON.stringify(shown)}.` };
}

/** An example value for a JSON schema. An object gets its required properties, or all if none is required. */
function exampleOf(schema: Schema, name: string): unknown {
  if (Array.isArray(schema.enum)) {
    return schema.enum[0] as unknown;
  }
  switch (schema.type) {
    case 'object':
      return exampleObject(schema);
    case 'array':
      return [];
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    default:
      return /path|file|uri/i.test(name) ? 'README.md' : 'example';
  }
}

function exampleObject({ properties, required }: Schema): Record<string, unknown> {
  const known = typeof properties === 'object' && properties !== null ? Object.entries(properties) : [];
  const names = Array.isArray(required) && required.length > 0 ? required : known.map(([name]) => name);
  const wanted = known.filter(([name]) => names.includes(name));
  return Object.fromEntries(wanted.map(([name, schema]) => [name, exampleOf((schema ?? {}) as Schema, name)]));
}
