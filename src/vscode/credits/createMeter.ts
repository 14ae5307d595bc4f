// The meter of this window's paid requests, with its clock and its ids.
import { randomUUID } from 'node:crypto';
import { costPolicyOf } from '../../contributions/features.ts';
import { Meter } from '../../credits/meter.ts';
import type { MeterPorts } from '../../credits/ports.ts';

export function createMeter(ports: Omit<MeterPorts, 'policyOf' | 'now' | 'createId'>): Meter {
  return new Meter({
    ...ports,
    policyOf: costPolicyOf,
    now: () => performance.now(),
    createId: () => randomUUID(),
  });
}
