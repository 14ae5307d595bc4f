// All faults by name. A fault is asked for as the model, by the header `x-gateway-fault`, or for a route by option.
import { contentFaults } from './contents.ts';
import type { FaultTable } from './fault.ts';
import { statusFaults } from './statuses.ts';
import { streamFaults } from './streams.ts';

export const faults: FaultTable = { ...statusFaults, ...contentFaults, ...streamFaults };

export const faultNames: readonly string[] = Object.keys(faults);
