import { Button, Stack } from '@mui/material';
import { useListContext } from 'react-admin';
import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** To the older and back to the newer: a list by cursors has no page numbers. */
export function CursorPages() {
  const { meta, isPending } = useListContext() as { meta?: unknown; isPending: boolean };
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { state } = useLocation() as { state: unknown };
  const next = (meta as { next?: string | null } | undefined)?.next ?? null;
  const isFirst = !search.has('cursor');
  if (isPending || (isFirst && next === null)) return null;

  const goOlder = (): void => {
    const query = new URLSearchParams(search);
    query.set('cursor', next ?? '');
    void navigate({ search: query.toString() }, { state: { cameFromNewer: true } });
  };
  /** Back the way one came; to the newest where the page was opened by its address. */
  const goNewer = (): void => {
    if ((state as { cameFromNewer?: boolean } | null)?.cameFromNewer) return void navigate(-1);
    const query = new URLSearchParams(search);
    query.delete('cursor');
    void navigate({ search: query.toString() });
  };
  return (
    <Stack
      component="nav"
      aria-label="Pages of the list"
      direction="row"
      spacing={1}
      sx={{ mt: 2, justifyContent: 'flex-end' }}
    >
      <Button color="inherit" disabled={isFirst} onClick={goNewer}>
        Newer
      </Button>
      <Button color="inherit" disabled={next === null} onClick={goOlder}>
        Older
      </Button>
    </Stack>
  );
}
