import { Card, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { Identifier } from 'react-admin';
import type { RecordsProps } from './column.ts';

export function RecordTable<R extends { readonly id: Identifier }>({
  label,
  columns,
  records,
}: RecordsProps<R>) {
  return (
    <Card>
      {/* It may scroll sideways, so it can have the focus: the arrow keys then move it. */}
      <TableContainer tabIndex={0} role="region" aria-label={label}>
        <Table size="small" aria-label={label}>
          <TableHead>
            <TableRow>
              {columns.map(({ label: heading, isAction }) => (
                <TableCell key={heading} sx={{ color: 'text.secondary', py: 1.25 }}>
                  <span className={isAction ? 'visually-hidden' : undefined}>{heading}</span>
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {records.map((record) => (
              <TableRow key={record.id} hover sx={{ '&:last-child td': { borderBottom: 0 } }}>
                {columns.map(({ label: heading, show, isAction }) => (
                  <TableCell
                    key={heading}
                    {...(isAction && { align: 'right', sx: { whiteSpace: 'nowrap' } })}
                  >
                    {show(record)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Card>
  );
}
