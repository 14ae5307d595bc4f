// The panel's way to the extension host.
import type { HostMessage } from '../../protocol/panel.ts';
import type { PanelMessage } from '../../protocol/panelMessages.ts';
import type { PageHost } from '../kit/pageHost.ts';

export type PanelHost = PageHost<HostMessage, PanelMessage>;
