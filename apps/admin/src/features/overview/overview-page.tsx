import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Box, Card, Skeleton, Stack, Typography } from '@mui/material';
import { client } from '../../api/client.ts';
import type { Overview } from '../../api/shapes.ts';
import { Page } from '../../layout/page.tsx';
import { FilterSelect } from '../../lists/filter-select.tsx';
import { useUrlFilters } from '../../lists/use-url-filters.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { ActivityTable } from './activity-table.tsx';
import { Figures } from './figures.tsx';
import { NodesTable } from './nodes-table.tsx';
import { TimePlot } from './time-plot.tsx';

const refreshMs = 30_000;
const ranges = { '24': 'Last 24 hours', '168': 'Last 7 days', '720': 'Last 30 days', '2160': 'Last 90 days' };

export function OverviewPage() {
  const { values, set } = useUrlFilters('hours');
  const hours = values.hours ?? '24';
  const { data, error, refetch } = useQuery({
    queryKey: ['overview', hours],
    queryFn: ({ signal }) =>
      client.json<Overview>(`/api/admin/overview/?hours=${encodeURIComponent(hours)}`, { signal }),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
  const range = (
    <FilterSelect label="Time" value={hours} choices={ranges} onChange={(choice) => set({ hours: choice })} />
  );
  return (
    <Page title="Overview" actions={range}>
      {error && <FaultAlert error={error} onRetry={() => void refetch()} />}
      {data ? <Content overview={data} /> : !error && <Skeleton variant="rounded" height={480} />}
    </Page>
  );
}

function Content({ overview }: { readonly overview: Overview }) {
  const { buckets, bucket_seconds: bucketSeconds } = overview.activity;
  const times = buckets.map(({ at }) => Date.parse(at));
  return (
    <Stack spacing={3}>
      <Figures overview={overview} />
      <Box sx={{ display: 'grid', gap: 3, gridTemplateColumns: { lg: '1fr 1fr' } }}>
        <TimePlot
          title="Logins"
          times={times}
          bucketSeconds={bucketSeconds}
          series={[
            { label: 'succeeded', color: 'primary', values: buckets.map(({ logins }) => logins) },
            {
              label: 'failed',
              color: 'error',
              isDashed: true,
              values: buckets.map((bucket) => bucket.failed_logins),
            },
          ]}
        />
        <TimePlot
          title="Refreshes"
          times={times}
          bucketSeconds={bucketSeconds}
          series={[{ label: 'refreshes', color: 'info', values: buckets.map(({ refreshes }) => refreshes) }]}
        />
      </Box>
      <ActivityTable buckets={buckets} />
      <Box>
        <Typography component="h2" variant="h2" sx={{ mb: 1.5 }}>
          Nodes
        </Typography>
        <Card>
          <NodesTable nodes={overview.nodes} settingsVersion={overview.settings_version} />
        </Card>
      </Box>
    </Stack>
  );
}
