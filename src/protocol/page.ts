// What every page and its host tell each other. The unions of panel.ts and spend.ts begin with these messages.
import * as v from 'valibot';
import { nothing, type Rights } from '../shared/rights.ts';

const appearanceSchema = v.object({
  type: v.literal('appearance-changed'),
  /** Language tag of the texts: en, id or zh-cn. */
  language: v.string(),
  /** English text to translation; empty for English. */
  translations: v.record(v.string(), v.string()),
  /** Pixels; 0 follows VS Code. */
  fontSize: v.number(),
});

/** Host to page: how the page should look and which language it should speak. The first message after `page-ready`. */
export type AppearanceMessage = v.InferOutput<typeof appearanceSchema>;

/** What every host tells its page. */
export const pageHostMessages = [appearanceSchema] as const;

/**
 * A message from a page to its host: its name, what it needs and may do, and what it carries. The gate goes by these rights, so a message
 * without them does not compile.
 */
// @__NO_SIDE_EFFECTS__
export function pageMessage<const Type extends string, const Carried extends v.ObjectEntries>(
  type: Type,
  rights: Rights,
  carried: Carried,
) {
  return Object.assign(v.object({ type: v.literal(type), ...carried }), { rights });
}

/** Page to host: a page that has just loaded, and knows nothing yet. `facts` are what its host needs to know first. */
// @__NO_SIDE_EFFECTS__
export function readyMessage<const Facts extends v.ObjectEntries>(facts: Facts) {
  return pageMessage('page-ready', nothing, facts);
}
