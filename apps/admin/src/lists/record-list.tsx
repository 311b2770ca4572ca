import { Card, Skeleton, Stack, Typography, useMediaQuery, type Theme } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext, type Identifier, type RaRecord } from 'react-admin';
import { FaultAlert } from '../parts/fault-alert.tsx';
import type { Column, RecordsProps } from './column.ts';
import { RecordCards } from './record-cards.tsx';
import { RecordTable } from './record-table.tsx';

interface RecordListProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** What is said where there is nothing. */
  readonly empty: ReactNode;
}

/** The records of the surrounding list: a table, or cards on a phone; while it loads, when empty, when it failed. */
export function RecordList<R extends RaRecord>({ label, columns, empty }: RecordListProps<R>) {
  const { data, error, isPending, refetch } = useListContext<R>();
  if (error) return <FaultAlert error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingRows label={label} />;
  if (data.length === 0) {
    return (
      <Card sx={{ p: 4, textAlign: 'center' }}>
        <Typography color="textSecondary">{empty}</Typography>
      </Card>
    );
  }
  return <Records label={label} columns={columns} records={data} />;
}

/** A table, or cards on a phone. */
export function Records<R extends { readonly id: Identifier }>(props: RecordsProps<R>) {
  const isNarrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  return isNarrow ? <RecordCards {...props} /> : <RecordTable {...props} />;
}

export function LoadingRows({ label }: { readonly label: string }) {
  return (
    <Card sx={{ p: 2 }}>
      <Stack spacing={1.5} role="status" aria-label={`Loading ${label}`}>
        {Array.from({ length: 6 }, (_, i) => (
          <Skeleton key={i} variant="rounded" height={28} />
        ))}
      </Stack>
    </Card>
  );
}
