import { Chip, Stack, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ServerNode } from '../../api/shapes.ts';
import { Ago } from '../../parts/ago.tsx';
import { When } from '../../parts/when.tsx';

interface NodesTableProps {
  readonly nodes: readonly ServerNode[];
  /** The newest version of the settings. */
  readonly settingsVersion: number;
}

/** The servers that share the database, and whether each of them is up to date. */
export function NodesTable({ nodes, settingsVersion }: NodesTableProps) {
  return (
    <TableContainer tabIndex={0} role="region" aria-label="Nodes">
      <Table size="small" aria-label="Nodes">
        <TableHead>
          <TableRow>
            {['Node', 'Version', 'Settings', 'Started', 'Last seen'].map((heading) => (
              <TableCell key={heading}>{heading}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {nodes.map((node) => (
            <TableRow key={node.id} sx={{ '&:last-child td': { borderBottom: 0 } }}>
              <TableCell>
                <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
                  <code>{node.id}</code>
                  {node.this_one && <Chip size="small" label="answers you" variant="outlined" />}
                </Stack>
              </TableCell>
              <TableCell>{node.version}</TableCell>
              <TableCell>
                <Stack direction="row" spacing={1} sx={{ alignItems: 'center' }}>
                  <span>{node.settings_version}</span>
                  {node.settings_version < settingsVersion && (
                    <Chip
                      size="small"
                      color="warning"
                      variant="outlined"
                      label={`lags behind ${settingsVersion}`}
                    />
                  )}
                </Stack>
              </TableCell>
              <TableCell>
                <When at={node.started_at} />
              </TableCell>
              <TableCell>
                <Ago at={node.seen_at} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
