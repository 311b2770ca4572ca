import DarkIcon from '@mui/icons-material/DarkModeOutlined';
import LightIcon from '@mui/icons-material/LightModeOutlined';
import { Button, useTheme as useMuiTheme } from '@mui/material';
import { useTheme } from 'react-admin';

/** Between light and dark; until somebody chooses, the system's own choice holds. */
export function ThemeSwitch() {
  const [, setTheme] = useTheme();
  // What is shown: the choice may be the system's.
  const isDark = useMuiTheme().palette.mode === 'dark';
  return (
    <Button
      color="inherit"
      size="small"
      startIcon={isDark ? <LightIcon /> : <DarkIcon />}
      onClick={() => setTheme(isDark ? 'light' : 'dark')}
      sx={{ justifyContent: 'flex-start' }}
    >
      {isDark ? 'Light theme' : 'Dark theme'}
    </Button>
  );
}
