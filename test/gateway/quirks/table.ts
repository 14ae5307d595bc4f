// Observed behaviour of real gateways, named after the row of research/wire.md, section 2: `quirk-17`, or `quirk-4-empty` if a row has
// several.
import type { Fault, FaultTable } from '../faults/fault.ts';
import { chunkQuirks } from './chunks.ts';
import { framingQuirks } from './framing.ts';
import { parameterQuirks } from './parameters.ts';
import { refusalQuirks } from './refusals.ts';

const lists = (about: string, body: object): Fault => ({ about, respond: () => ({ status: 200, body }) });

const modelQuirks: FaultTable = {
  'quirk-63-bare': lists('models as a bare array', [
    { id: 'a', organization: 'Together', context_length: 8192 },
    { id: 'b' },
  ]),
  'quirk-63-unnamed': lists('models without object', { data: [{ id: 'a' }, { id: 'b' }] }),
  'quirk-63-null': lists('no models: null', { object: 'list', data: null }),
};

export const quirks: FaultTable = {
  ...framingQuirks,
  ...refusalQuirks,
  ...parameterQuirks,
  ...chunkQuirks,
  ...modelQuirks,
};
