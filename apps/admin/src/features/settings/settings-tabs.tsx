import { Tab, Tabs } from '@mui/material';
import { Link, useLocation } from 'react-router';

export function SettingsTabs() {
  const { pathname } = useLocation();
  return (
    <Tabs
      component="nav"
      aria-label="Settings"
      value={pathname}
      sx={{ mb: 3, borderBottom: 1, borderColor: 'divider' }}
      role={undefined}
    >
      <Tab component={Link} to="/settings" value="/settings" label="Values" />
      <Tab component={Link} to="/settings/history" value="/settings/history" label="History" />
    </Tabs>
  );
}
