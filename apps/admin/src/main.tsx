import Key from '@mui/icons-material/Key';
import { Typography } from '@mui/material';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Admin, CustomRoutes } from 'react-admin';
import { Route } from 'react-router';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <Admin title="Latchkey" disableTelemetry>
      <CustomRoutes>
        <Route
          path="/"
          element={
            <Typography component="h1" variant="h4" sx={{ p: 4 }}>
              <Key /> Latchkey admin
            </Typography>
          }
        />
      </CustomRoutes>
    </Admin>
  </StrictMode>,
);
