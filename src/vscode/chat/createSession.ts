// The chat of this window, joined to the gateway, the settings and the store.
import { randomUUID } from 'node:crypto';
import { ChatSession } from '../../chat/chatSession.ts';
import type { ChatPorts } from '../../chat/ports.ts';
import type { MeteredGateway } from '../credits/meteredGateway.ts';
import type { Settings } from '../host/settings.ts';
import { schedule } from '../host/schedule.ts';
import { currentWorkspace } from '../host/workspace.ts';

interface Services {
  readonly metered: MeteredGateway;
  readonly settings: Settings;
  readonly errors: ChatPorts['errors'];
}

export function createSession(
  { metered, settings, errors }: Services,
  keeper: ChatPorts['keeper'],
  tell: ChatPorts['tell'],
): ChatSession {
  return new ChatSession({
    client: () => metered.meter(),
    settings: () => settings.request,
    errors,
    tell,
    keeper,
    workspace: currentWorkspace,
    now: () => performance.now(),
    schedule,
    createId: () => randomUUID(),
  });
}
