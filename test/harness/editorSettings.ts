// The user settings with which the harness starts VS Code.

export type Settings = Readonly<Record<string, unknown>>;

/** Switches off what VS Code shows or fetches on its own, so that a test sees only its own effects. */
export const quietSettings: Settings = {
  'chat.agentsControl.enabled': false,
  'chat.commandCenter.enabled': false,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'remote.autoForwardPorts': false,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.confirmBeforeClose': 'never',
  'window.menuBarVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.layoutControl.enabled': false,
  'workbench.navigationControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

export type ThemeName = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** VS Code's own themes. `isShown` selects an element that exists once the theme is shown. */
export const themes: Readonly<Record<ThemeName, { readonly name: string; readonly isShown: string }>> = {
  light: { name: 'Default Light Modern', isShown: '.monaco-workbench.vs[class*="light_modern"]' },
  dark: { name: 'Default Dark Modern', isShown: '.monaco-workbench.vs-dark[class*="dark_modern"]' },
  highContrast: { name: 'Default High Contrast', isShown: '.monaco-workbench.hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', isShown: '.monaco-workbench.hc-light' },
};
