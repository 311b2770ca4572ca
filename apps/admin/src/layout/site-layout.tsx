import MenuIcon from '@mui/icons-material/MenuOutlined';
import { Box, Drawer, IconButton, LinearProgress } from '@mui/material';
import { Suspense, useState, type ReactNode } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { Link } from 'react-router';
import { FaultAlert } from '../parts/fault-alert.tsx';
import { useEndOfSession } from '../sign-in/use-end-of-session.ts';
import { Brand } from './brand.tsx';
import { Navigation } from './navigation.tsx';
import { SignedInAs } from './signed-in-as.tsx';
import { SkipLink } from './skip-link.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const sidebarWidth = 224;

/** The frame of every page: where one can go at the left, and behind a button on a phone. */
export function SiteLayout({ children }: { readonly children: ReactNode }) {
  useEndOfSession();
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <Box
      sx={{
        display: { md: 'grid' },
        gridTemplateColumns: `${sidebarWidth}px minmax(0, 1fr)`,
        minHeight: '100vh',
      }}
    >
      <SkipLink />
      <Box
        component="header"
        sx={{
          display: { xs: 'none', md: 'block' },
          position: 'sticky',
          top: 0,
          height: '100vh',
          overflowY: 'auto',
          borderRight: 1,
          borderColor: 'divider',
        }}
      >
        <Sidebar />
      </Box>
      <Box component="header" sx={phoneHeader}>
        <Link to="/" aria-label="Latchkey, overview" style={{ color: 'inherit', textDecoration: 'none' }}>
          <Brand />
        </Link>
        <IconButton aria-label="Menu" aria-expanded={isMenuOpen} onClick={() => setMenuOpen(true)}>
          <MenuIcon />
        </IconButton>
      </Box>
      <Drawer anchor="right" open={isMenuOpen} onClose={() => setMenuOpen(false)}>
        <Box sx={{ width: 264, height: '100%' }}>
          <Sidebar onLeave={() => setMenuOpen(false)} />
        </Box>
      </Drawer>
      <Box component="main" id="content" tabIndex={-1} sx={{ p: { xs: 2, md: 4 }, outline: 'none' }}>
        <Box sx={{ maxWidth: 1160 }}>
          <ErrorBoundary fallbackRender={({ error }: { error: unknown }) => <FaultAlert error={error} />}>
            <Suspense fallback={<LinearProgress aria-label="Loading" />}>{children}</Suspense>
          </ErrorBoundary>
        </Box>
      </Box>
    </Box>
  );
}

function Sidebar({ onLeave }: { readonly onLeave?: () => void }) {
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', minHeight: '100%' }}>
      <Box sx={{ px: 2.5, py: 2.5 }}>
        <Brand />
      </Box>
      <Box component="nav" aria-label="Pages" sx={{ flex: 1 }}>
        <Navigation {...(onLeave && { onLeave })} />
      </Box>
      <Box sx={{ display: 'grid', gap: 0.5, p: 2 }}>
        <ThemeSwitch />
        <SignedInAs />
      </Box>
    </Box>
  );
}

const phoneHeader = {
  display: { xs: 'flex', md: 'none' },
  justifyContent: 'space-between',
  alignItems: 'center',
  position: 'sticky',
  top: 0,
  zIndex: 'appBar',
  px: 2,
  py: 1,
  bgcolor: 'background.default',
  borderBottom: 1,
  borderColor: 'divider',
} as const;
