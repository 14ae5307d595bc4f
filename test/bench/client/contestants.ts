// The clients of the benchmark, each doing the same: the whole text joined and the usage read. The floor only counts bytes.
import { Agent, request } from 'undici';
import { OpenCodexClient } from '../../../src/api/client.ts';
import { importRival } from '../rivals.ts';

/** What a client read, to see that all did the same. */
interface Reading {
  readonly text: string;
  readonly completionTokens: number | undefined;
}

export interface Contestant {
  readonly name: string;
  /** Reads one answer to its end; `onFirst` is called with the first text. */
  read(onFirst: () => void): Promise<Reading>;
  close(): Promise<void>;
}

/** Makes a client for the base URL. */
export type ContestantFactory = (baseUrl: string) => Contestant | Promise<Contestant>;

const model = 'bench';
const prompt = 'Go';
const apiKey = 'sk-live-bench';

export const floorName = 'undici, bytes counted';

export const floor: ContestantFactory = (baseUrl) => {
  const dispatcher = new Agent();
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: prompt }], stream: true });
  return {
    name: floorName,
    read: async (onFirst) => {
      const reply = await request(`${baseUrl}/chat/completions`, { method: 'POST', body, dispatcher });
      let bytes = 0;
      for await (const piece of reply.body as AsyncIterable<Buffer>) {
        if (bytes === 0) {
          onFirst();
        }
        bytes += piece.length;
      }
      return { text: '', completionTokens: bytes };
    },
    close: () => dispatcher.close(),
  };
};

export const ourName = 'OpenCodex';

/** With everything that the extension switches on. */
export const ours: ContestantFactory = (baseUrl) => {
  const log = { info: ignore, warn: ignore, error: ignore, debug: ignore };
  const client = new OpenCodexClient({ baseUrl, apiKey: () => Promise.resolve(apiKey), transport: 'direct', log });
  return {
    name: ourName,
    read: async (onFirst) => {
      let text = '';
      let completionTokens: number | undefined;
      for await (const event of client.streamChat({ model, messages: [{ role: 'user', content: prompt }] })) {
        if (event.type === 'text-delta') {
          if (text === '') {
            onFirst();
          }
          text += event.text;
        } else if (event.type === 'usage') {
          completionTokens = event.usage.completionTokens;
        }
      }
      return { text, completionTokens };
    },
    close: () => client.close(),
  };
};

interface OpenAiChunk {
  readonly choices: readonly { readonly delta: { readonly content?: string | null } }[];
  readonly usage?: { readonly completion_tokens: number } | null;
}

interface OpenAiModule {
  readonly default: new (options: { baseURL: string; apiKey: string }) => {
    readonly chat: { readonly completions: { create(body: object): Promise<AsyncIterable<OpenAiChunk>> } };
  };
}

export const openai: ContestantFactory = async (baseUrl) => {
  const { default: OpenAi } = await importRival<OpenAiModule>('openai');
  const client = new OpenAi({ baseURL: baseUrl, apiKey });
  return {
    name: 'openai',
    read: async (onFirst) => {
      let text = '';
      let completionTokens: number | undefined;
      const stream = await client.chat.completions.create({
        model,
        messages: [{ role: 'user', content: prompt }],
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) {
        const content = chunk.choices[0]?.delta.content ?? '';
        if (text === '' && content !== '') {
          onFirst();
        }
        text += content;
        completionTokens = chunk.usage?.completion_tokens ?? completionTokens;
      }
      return { text, completionTokens };
    },
    close: () => Promise.resolve(),
  };
};

type ProviderPart =
  | { readonly type: 'text-delta'; readonly delta: string }
  | { readonly type: 'finish'; readonly usage: { readonly outputTokens: { readonly total: number | undefined } } };

interface LanguageModel {
  doStream(options: object): Promise<{ readonly stream: AsyncIterable<ProviderPart> }>;
}

interface CompatibleModule {
  readonly createOpenAICompatible: (options: object) => { chatModel(id: string): LanguageModel };
}

async function createModel(baseURL: string): Promise<LanguageModel> {
  const { createOpenAICompatible } = await importRival<CompatibleModule>('@ai-sdk/openai-compatible');
  return createOpenAICompatible({ name: 'bench', baseURL, apiKey, includeUsage: true }).chatModel(model);
}

export const openaiCompatible: ContestantFactory = async (baseUrl) => {
  const languageModel = await createModel(baseUrl);
  return {
    name: '@ai-sdk/openai-compatible',
    read: async (onFirst) => {
      let text = '';
      let completionTokens: number | undefined;
      const { stream } = await languageModel.doStream({
        prompt: [{ role: 'user', content: [{ type: 'text', text: prompt }] }],
      });
      for await (const part of stream) {
        if (part.type === 'text-delta') {
          if (text === '') {
            onFirst();
          }
          text += part.delta;
        } else if ('usage' in part) {
          completionTokens = part.usage.outputTokens.total;
        }
      }
      return { text, completionTokens };
    },
    close: () => Promise.resolve(),
  };
};

interface AiModule {
  readonly streamText: (options: object) => {
    readonly textStream: AsyncIterable<string>;
    readonly usage: PromiseLike<{ readonly outputTokens: number | undefined }>;
  };
}

export const aiStreamText: ContestantFactory = async (baseUrl) => {
  const { streamText } = await importRival<AiModule>('ai');
  const languageModel = await createModel(baseUrl);
  return {
    name: 'ai streamText',
    read: async (onFirst) => {
      let text = '';
      const { textStream, usage } = streamText({ model: languageModel, prompt });
      for await (const piece of textStream) {
        if (text === '') {
          onFirst();
        }
        text += piece;
      }
      return { text, completionTokens: (await usage).outputTokens };
    },
    close: () => Promise.resolve(),
  };
};

function ignore(): void {
  // The log of the benchmark goes nowhere.
}
