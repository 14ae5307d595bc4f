// The highlight worker: colours code outside the page's main thread, one job after another.
import hljs from 'highlight.js/lib/core';
import * as v from 'valibot';
import { jobSchema, type Job, type JobResult } from './jobs.ts';
import { RunEmitter } from './runs.ts';
import { scriptLanguages } from './scriptLanguages.ts';
import { systemLanguages } from './systemLanguages.ts';

hljs.configure({ __emitter: RunEmitter });
for (const [name, language] of Object.entries({ ...scriptLanguages, ...systemLanguages })) {
  hljs.registerLanguage(name, language);
}
hljs.registerAliases(['js', 'jsx', 'mjs', 'cjs'], { languageName: 'javascript' });
hljs.registerAliases('h', { languageName: 'c' });

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  const job = v.safeParse(jobSchema, event.data);
  if (job.success) {
    self.postMessage(run(job.output));
  }
});

function run({ id, language, code }: Job): JobResult {
  if (!hljs.getLanguage(language)) {
    return { id, runs: [] };
  }
  const { _emitter: emitter } = hljs.highlight(code, { language, ignoreIllegals: true });
  return { id, runs: emitter instanceof RunEmitter ? emitter.runs : [] };
}
