import { useRef } from 'react';

const smallestHeight = 240;

interface MailPreviewProps {
  readonly html: string;
  readonly title: string;
}

/** A mail as its receiver sees it. The frame is an empty page of the server, whose policy lets no script of it run. */
export function MailPreview({ html, title }: MailPreviewProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const write = (): void => {
    const element = frame.current;
    const page = element?.contentDocument;
    if (!page) return;
    page.documentElement.innerHTML = html;
    // Its links lead away from here; a mail program opens a window for them, too.
    for (const link of page.links) link.target = '_blank';
    const { scrollHeight } = page.documentElement;
    element.style.height = `${Math.max(scrollHeight, smallestHeight)}px`;
  };
  return (
    <iframe
      ref={frame}
      src="/admin/mail-frame"
      title={title}
      onLoad={write}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      style={{ width: '100%', height: smallestHeight, border: 0, display: 'block' }}
    />
  );
}
