// A page's way to the extension host. The only file that knows acquireVsCodeApi.
import * as v from 'valibot';

export interface Disposable {
  dispose(): void;
}

export interface PageHost<Incoming, Outgoing> {
  post(message: Outgoing): void;
  /** Calls `listener` for every well-formed message; the rest is dropped. */
  onMessage(listener: (message: Incoming) => void): Disposable;
  /** What `saveState` kept before a reload; of unknown shape, as an older version may have written it. */
  loadState(): unknown;
  saveState(state: unknown): void;
}

/** https://code.visualstudio.com/api/extension-guides/webview */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The host of this document: VS Code, or, in a plain browser page, a stand-in. Call once. */
export function connectHost<Incoming>(
  page: Window,
  schema: v.GenericSchema<unknown, Incoming>,
): PageHost<Incoming, unknown> {
  return createHost(typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : createBrowserApi(page), page, schema);
}

export function createHost<Incoming>(
  api: VsCodeApi,
  page: EventTarget,
  schema: v.GenericSchema<unknown, Incoming>,
): PageHost<Incoming, unknown> {
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      const receive = (event: Event): void => {
        const message = v.safeParse(schema, event instanceof MessageEvent ? event.data : undefined);
        if (message.success) {
          listener(message.output);
        }
      };
      page.addEventListener('message', receive);
      return { dispose: () => page.removeEventListener('message', receive) };
    },
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
  };
}

/** Posts become `page-message` events on the window; the state lives as long as the tab. */
function createBrowserApi(page: Window): VsCodeApi {
  const stateKey = 'opencodex.page';
  return {
    postMessage: (message) => page.dispatchEvent(new CustomEvent('page-message', { detail: message })),
    getState: () => {
      const state: unknown = JSON.parse(page.sessionStorage.getItem(stateKey) ?? 'null');
      return state;
    },
    setState: (state) => page.sessionStorage.setItem(stateKey, JSON.stringify(state)),
  };
}
