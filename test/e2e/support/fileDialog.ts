// VS Code's file dialogs in the browser.
import type { WorkbenchWindow } from '../../harness/workbenchWindow.ts';

/** In milliseconds. */
const actsWithinMs = 1_000;

/**
 * Answers a file dialog of VS Code in the browser, which is a quick input, and may come a moment after another one that opened it.
 * It hears no Enter while it looks at a path.
 */
export async function answerFileDialog(window: WorkbenchWindow, path: string): Promise<void> {
  const { box } = window.quickInput;
  await box.waitFor();
  let isEntered = false;
  const isAnswered = async (): Promise<boolean> => {
    if (!(await box.isVisible())) {
      return isEntered;
    }
    // The box may go, or be busy, in the middle of each of these.
    const value = await box.inputValue({ timeout: actsWithinMs }).catch(() => '');
    if (value === path) {
      isEntered = true;
      await box.press('Enter', { timeout: actsWithinMs }).catch(() => undefined);
    } else if (value.startsWith('/')) {
      // It proposes a path of its own, which may come a moment after the box, or after ours.
      await box.fill(path, { timeout: actsWithinMs }).catch(() => undefined);
    }
    return false;
  };
  await window.waitFor(isAnswered, Boolean);
}
