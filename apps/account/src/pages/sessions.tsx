import { useRef, useState } from 'react';
import { Failure } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { deviceWords } from '../words/device-words.ts';
import { useSessions, type SessionItem } from './use-sessions.ts';

export function SessionsPage() {
  return (
    <Page title="Sessions">
      <p>Where you are signed in. End what you do not know, and change your password then.</p>
      <Sessions />
    </Page>
  );
}

function Sessions() {
  const { items, hasMore, problem, loadMore, end, endOthers } = useSessions();
  const [news, setNews] = useState('');
  const list = useRef<HTMLUListElement>(null);

  async function announce(action: Promise<boolean>, words: string): Promise<void> {
    setNews('');
    if (!(await action)) return;
    setNews(words);
    // The button that had the focus is gone.
    list.current?.focus();
  }

  if (!items) {
    return problem ? (
      <Failure problem={problem} again={() => void loadMore()} />
    ) : (
      <p role="status">Loading …</p>
    );
  }
  const hasOthers = hasMore || items.some(({ current }) => !current);
  return (
    <>
      <div role="status">{news !== '' && <Notice kind="success">{news}</Notice>}</div>
      {problem && <Failure problem={problem} again={() => void loadMore()} />}
      <ul className="sessions" ref={list} tabIndex={-1} aria-label="Your sessions">
        {items.map((item) => (
          <Item
            key={item.id}
            item={item}
            end={() => void announce(end(item.id), `The session on ${deviceWords(item.device)} is ended.`)}
          />
        ))}
      </ul>
      <div className="actions">
        {hasMore && (
          <button type="button" onClick={() => void loadMore()}>
            Show more
          </button>
        )}
        {hasOthers ? (
          <button
            type="button"
            className="danger"
            onClick={() => void announce(endOthers(), 'All other sessions are ended.')}
          >
            End all other sessions
          </button>
        ) : (
          <p className="hint">You are signed in nowhere else.</p>
        )}
      </div>
    </>
  );
}

function Item({ item, end }: { readonly item: SessionItem; readonly end: () => void }) {
  const device = deviceWords(item.device);
  return (
    <li>
      <div>
        <h2 title={item.device}>
          {device} {item.current && <span className="badge">this one</span>}
        </h2>
        <p>From {item.address}</p>
        <p>
          Begun <Time value={item.created_at} />, last used <Time value={item.last_used_at} />
        </p>
      </div>
      {!item.current && (
        <button type="button" onClick={end} aria-label={`End the session on ${device} from ${item.address}`}>
          End
        </button>
      )}
    </li>
  );
}
