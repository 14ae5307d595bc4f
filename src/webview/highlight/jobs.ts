// The messages between the panel and its highlight worker.
import * as v from 'valibot';

/** A run of characters of one colour: its class, empty for none, and its length in UTF-16 units. */
const runSchema = v.tuple([v.string(), v.number()]);

export const jobSchema = v.object({ id: v.number(), language: v.string(), code: v.string() });

/** The runs cover the code from its start; there are none if the language is unknown. */
export const jobResultSchema = v.object({ id: v.number(), runs: v.array(runSchema) });

export type Run = v.InferOutput<typeof runSchema>;
export type Job = v.InferOutput<typeof jobSchema>;
export type JobResult = v.InferOutput<typeof jobResultSchema>;
