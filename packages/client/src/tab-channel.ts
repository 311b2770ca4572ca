import type { SharedAccessToken } from './access-token.ts';
import { isRecord } from './api-problem.ts';
import { toSignedOutReason, type SignedOutReason } from './sign-out.ts';

/** What the pages of one origin tell each other. Nothing depends on it: what is not heard is found out later. */
export interface TabChannel {
  /** A session is over. */
  tellEnd(sessionId: string, reason: SignedOutReason): void;
  onEnd(listener: (sessionId: string, reason: SignedOutReason) => void): void;
  /** There is a new access token. */
  tellToken(token: SharedAccessToken): void;
  /** The listener gets what came, which may be anything. */
  onToken(listener: (token: unknown) => void): void;
  close(): void;
}

/** @param name pages with the same name hear each other; nobody does where the platform has no BroadcastChannel. */
export function openTabChannel(name: string): TabChannel {
  let channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
  const endListeners: ((sessionId: string, reason: SignedOutReason) => void)[] = [];
  const tokenListeners: ((token: unknown) => void)[] = [];
  if (channel) {
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!isRecord(data)) return;
      for (const listener of data['token'] === undefined ? [] : tokenListeners) listener(data['token']);
      const { ended: sessionId } = data;
      if (typeof sessionId !== 'string') return;
      const reason = toSignedOutReason(data['reason']);
      for (const listener of endListeners) listener(sessionId, reason);
    };
    // In Node, a channel that listens would keep the process from ending. The browser's has no such method.
    (channel as { unref?: () => void }).unref?.();
  }
  return {
    tellEnd: (sessionId, reason) => channel?.postMessage({ ended: sessionId, reason }),
    onEnd: (listener) => void endListeners.push(listener),
    tellToken: (token) => channel?.postMessage({ token }),
    onToken: (listener) => void tokenListeners.push(listener),
    close() {
      channel?.close();
      // What is told after that, by a refresh that was on its way, would be an error.
      channel = undefined;
    },
  };
}
