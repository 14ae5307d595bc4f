// The goals that npm run test:faults knows, in the order of the table.
import type { Goal } from './goal.ts';
import { g01 } from './g01StreamFaults.ts';
import { g02 } from './g02ServerSentEvents.ts';
import { g03 } from './g03Kills.ts';
import { g04 } from './g04Windows.ts';
import { g05 } from './g05Disks.ts';
import { g06 } from './g06HostileOutput.ts';
import { g09 } from './g09CanaryKey.ts';
import { g11 } from './g11Aborts.ts';
import { g12 } from './g12Restricted.ts';
import { g13 } from './g13Bounds.ts';
import { g14 } from './g14Package.ts';
import { g15 } from './g15Amounts.ts';
import { g16 } from './g16Budgets.ts';

export const goals: readonly Goal[] = [g01, g02, g03, g04, g05, g06, g09, g11, g12, g13, g14, g15, g16];
