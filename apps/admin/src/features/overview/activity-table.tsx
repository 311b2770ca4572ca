import {
  Box,
  Button,
  Card,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
} from '@mui/material';
import { useState } from 'react';
import type { ActivityBucket } from '../../api/shapes.ts';
import { When } from '../../parts/when.tsx';

/** What the plots show, in numbers. */
export function ActivityTable({ buckets }: { readonly buckets: readonly ActivityBucket[] }) {
  const [isOpen, setOpen] = useState(false);
  const used = buckets
    .filter((bucket) => bucket.logins + bucket.failed_logins + bucket.refreshes > 0)
    .reverse();
  return (
    <Box>
      <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide the table' : 'Show the plots as a table'}
      </Button>
      {isOpen && (
        <Card sx={{ mt: 1 }}>
          <TableContainer tabIndex={0} role="region" aria-label="Activity" sx={{ maxHeight: 360 }}>
            <Table size="small" stickyHeader aria-label="Activity">
              <TableHead>
                <TableRow>
                  {['From', 'Logins', 'Failed logins', 'Refreshes'].map((heading, i) => (
                    <TableCell key={heading} align={i === 0 ? 'left' : 'right'}>
                      {heading}
                    </TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {used.map(({ at, logins, failed_logins: failed, refreshes }) => (
                  <TableRow key={at}>
                    <TableCell>
                      <When at={at} />
                    </TableCell>
                    <TableCell align="right">{logins.toLocaleString('en')}</TableCell>
                    <TableCell align="right">{failed.toLocaleString('en')}</TableCell>
                    <TableCell align="right">{refreshes.toLocaleString('en')}</TableCell>
                  </TableRow>
                ))}
                {used.length === 0 && (
                  <TableRow>
                    <TableCell colSpan={4}>Nothing happened in this time.</TableCell>
                  </TableRow>
                )}
              </TableBody>
            </Table>
          </TableContainer>
        </Card>
      )}
    </Box>
  );
}
