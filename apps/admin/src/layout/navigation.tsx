import AccountsIcon from '@mui/icons-material/PeopleOutlined';
import AuditIcon from '@mui/icons-material/ReceiptLongOutlined';
import IncidentIcon from '@mui/icons-material/CrisisAlertOutlined';
import KeysIcon from '@mui/icons-material/KeyOutlined';
import MailIcon from '@mui/icons-material/MailOutlined';
import OverviewIcon from '@mui/icons-material/MonitorHeartOutlined';
import SessionsIcon from '@mui/icons-material/DevicesOutlined';
import SettingsIcon from '@mui/icons-material/TuneOutlined';
import { List, ListItem, ListItemButton, ListItemIcon, ListItemText } from '@mui/material';
import { NavLink } from 'react-router';

const places = [
  { to: '/', label: 'Overview', Icon: OverviewIcon },
  { to: '/accounts', label: 'Accounts', Icon: AccountsIcon },
  { to: '/sessions', label: 'Sessions', Icon: SessionsIcon },
  { to: '/mails', label: 'Mail', Icon: MailIcon },
  { to: '/audit', label: 'Audit trail', Icon: AuditIcon },
  { to: '/settings', label: 'Settings', Icon: SettingsIcon },
  { to: '/keys', label: 'Keys', Icon: KeysIcon },
  { to: '/incident', label: 'Incident', Icon: IncidentIcon },
];

/** Where one can go. */
export function Navigation({ onLeave }: { readonly onLeave?: () => void }) {
  return (
    <List sx={{ px: 1.5, py: 0 }}>
      {places.map(({ to, label, Icon }) => (
        <ListItem key={to} disablePadding sx={{ mb: 0.25 }}>
          <ListItemButton
            component={NavLink}
            to={to}
            end={to === '/'}
            onClick={onLeave}
            sx={{
              borderRadius: 1,
              py: 0.75,
              color: 'text.secondary',
              '&.active': { color: 'primary.main', bgcolor: 'action.selected' },
              '&.active .MuiListItemText-primary': { fontWeight: 650 },
            }}
          >
            <ListItemIcon sx={{ minWidth: 36, color: 'inherit' }}>
              <Icon fontSize="small" />
            </ListItemIcon>
            <ListItemText primary={label} />
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}
