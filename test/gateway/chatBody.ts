// The body of POST /chat/completions: the documented schema, and the 400 that says what is wrong.
import * as v from 'valibot';
import { badRequest, Refusal } from './reply.ts';

const contentPart = v.looseObject({ type: v.string(), text: v.optional(v.string()) });

const message = v.pipe(
  v.looseObject({
    role: v.picklist(['system', 'developer', 'user', 'assistant', 'tool']),
    content: v.optional(v.nullable(v.union([v.string(), v.array(contentPart)]))),
    tool_calls: v.optional(v.array(v.looseObject({ id: v.string() }))),
    tool_call_id: v.optional(v.string()),
  }),
  v.check((value) => {
    const isBare = value.content === undefined || value.content === null;
    return !isBare || (value.role === 'assistant' && value.tool_calls !== undefined);
  }, 'content is missing'),
  v.check((value) => value.role !== 'tool' || value.tool_call_id !== undefined, 'a tool message needs tool_call_id'),
);

const toolDefinition = v.looseObject({
  type: v.literal('function'),
  function: v.looseObject({
    name: v.pipe(v.string(), v.nonEmpty()),
    description: v.optional(v.string()),
    parameters: v.optional(v.record(v.string(), v.unknown())),
  }),
});

const chatBody = v.looseObject({
  model: v.pipe(v.string(), v.nonEmpty('must not be empty')),
  messages: v.pipe(v.array(message), v.nonEmpty('must not be empty')),
  max_tokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(2))),
  top_p: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  stream: v.optional(v.boolean()),
  stop: v.optional(v.union([v.string(), v.array(v.string())])),
  stream_options: v.optional(v.looseObject({ include_usage: v.optional(v.boolean()) })),
  tools: v.optional(v.array(toolDefinition)),
  tool_choice: v.optional(
    v.union([
      v.picklist(['auto', 'none', 'required']),
      v.looseObject({ type: v.literal('function'), function: v.looseObject({ name: v.string() }) }),
    ]),
  ),
});

export type ChatBody = v.InferOutput<typeof chatBody>;
export type ChatMessage = ChatBody['messages'][number];

/** @throws Refusal with 400, with the name of the wrong field in `param`. */
export function parseChatBody(json: unknown): ChatBody {
  if (json === undefined) {
    throw new Refusal(badRequest('the body is not valid JSON'));
  }
  const result = v.safeParse(chatBody, json);
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  const param = v.getDotPath(issue) ?? undefined;
  const isMissing = issue.received === 'undefined';
  const what = isMissing ? `missing required field '${param ?? ''}'` : `invalid '${param ?? 'body'}': ${issue.message}`;
  throw new Refusal(badRequest(what, param));
}
