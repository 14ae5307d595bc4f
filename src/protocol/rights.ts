// What each message of our pages needs and may do, as its row in the protocol says.
import type { Rights } from '../shared/rights.ts';
import { panelMessageSchema, type PanelMessage } from './panelMessages.ts';
import { spendPageMessageSchema, type SpendPageMessage } from './spend.ts';

export type PageMessageType = PanelMessage['type'] | SpendPageMessage['type'];

const rows = [...panelMessageSchema.options, ...spendPageMessageSchema.options];
const rightsByType: ReadonlyMap<string, Rights> = new Map(
  rows.map(({ entries, rights }) => [entries.type.literal, rights]),
);

/** Undefined for what is no message of any page. */
export function rightsOf(type: PageMessageType): Rights | undefined {
  return rightsByType.get(type);
}
