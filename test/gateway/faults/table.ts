// All faults by name. A fault is chosen by the header `x-gateway-fault`, for a whole route by the setting `routeFaults`, or as the model.
import { contentFaults } from './contents.ts';
import type { FaultTable } from './fault.ts';
import { statusFaults } from './statuses.ts';
import { streamFaults } from './streams.ts';

export const faults: FaultTable = { ...statusFaults, ...contentFaults, ...streamFaults };

export const faultNames: readonly string[] = Object.keys(faults);
