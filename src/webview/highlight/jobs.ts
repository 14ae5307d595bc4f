// What the panel and its highlight worker say to each other.
import * as v from 'valibot';

/** A run of characters of one colour: the class that colours it, empty for none, and its length. */
const runSchema = v.tuple([v.string(), v.number()]);

export const jobSchema = v.object({ id: v.number(), language: v.string(), code: v.string() });

/** The runs cover the code from its start; none where the language is not known. */
export const jobResultSchema = v.object({ id: v.number(), runs: v.array(runSchema) });

export type Run = v.InferOutput<typeof runSchema>;
export type Job = v.InferOutput<typeof jobSchema>;
export type JobResult = v.InferOutput<typeof jobResultSchema>;
