// The panel's way to the extension host.
import type { HostMessage, PanelMessage } from '../../protocol/panel.ts';
import type { PageHost } from '../kit/pageHost.ts';

export type PanelHost = PageHost<HostMessage, PanelMessage>;
