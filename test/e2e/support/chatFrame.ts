// The panel's document as a frame, for what a role does not tell.
import type { Frame } from 'playwright-core';
import type { WorkbenchWindow } from '../../harness/workbenchWindow.ts';

export async function chatFrame(window: WorkbenchWindow): Promise<Frame> {
  const element = await window.chatPanel.owner().elementHandle();
  const frame = await element.contentFrame();
  if (!frame) {
    throw new Error('The chat panel has no document.');
  }
  return frame;
}
