import type { PaletteOptions } from '@mui/material';
import type { RaThemeOptions } from 'react-admin';

const light: PaletteOptions = {
  mode: 'light',
  primary: { main: '#1f5c4d', contrastText: '#ffffff' },
  secondary: { main: '#1f5c4d', contrastText: '#ffffff' },
  error: { main: '#a8241b' },
  warning: { main: '#8a5200' },
  success: { main: '#1f6b3a' },
  info: { main: '#285d86' },
  background: { default: '#f5f4f0', paper: '#ffffff' },
  text: { primary: '#1b211f', secondary: '#57615d' },
  divider: '#dedcd4',
};

const dark: PaletteOptions = {
  mode: 'dark',
  primary: { main: '#86d3b9', contrastText: '#0d1a16' },
  secondary: { main: '#86d3b9', contrastText: '#0d1a16' },
  error: { main: '#ff9d92' },
  warning: { main: '#f2bd6b' },
  success: { main: '#8fd6a4' },
  info: { main: '#93c5ee' },
  background: { default: '#111514', paper: '#191e1c' },
  text: { primary: '#e6ebe8', secondary: '#a3aea9' },
  divider: '#2d3532',
};

export const lightTheme = themeOf(light);
export const darkTheme = themeOf(dark);

function themeOf(palette: PaletteOptions): RaThemeOptions {
  const { divider } = palette;
  const border = `1px solid ${divider}`;
  return {
    palette,
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
      fontSize: 14,
      h1: { fontSize: '1.6rem', fontWeight: 650, letterSpacing: '-0.015em' },
      h2: { fontSize: '1.1rem', fontWeight: 650, letterSpacing: '-0.005em' },
      h3: { fontSize: '0.95rem', fontWeight: 650 },
      body1: { fontSize: '0.9375rem' },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: { fontVariantNumeric: 'tabular-nums' },
          code: { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace', fontSize: '0.92em' },
          '.visually-hidden': {
            position: 'absolute',
            width: 1,
            height: 1,
            overflow: 'hidden',
            clipPath: 'inset(50%)',
            whiteSpace: 'nowrap',
          },
          // Colours change at once, and nothing slides in, for those who asked their system for that.
          '@media (prefers-reduced-motion: reduce)': {
            '*, ::before, ::after': {
              transitionDuration: '0s !important',
              animationDuration: '0s !important',
            },
          },
          ':focus-visible': { outlineOffset: 2 },
        },
      },
      MuiButton: { defaultProps: { disableElevation: true } },
      MuiButtonBase: {
        styleOverrides: { root: { '&:focus-visible': { outline: '2px solid', outlineOffset: 2 } } },
      },
      MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiCard: { styleOverrides: { root: { border } } },
      MuiDialog: { styleOverrides: { paper: { border, padding: 8 } } },
      MuiTextField: { defaultProps: { size: 'small', variant: 'outlined' } },
      MuiTableCell: {
        styleOverrides: {
          root: { borderColor: divider },
          head: { fontWeight: 600, fontSize: '0.8rem', whiteSpace: 'nowrap' },
        },
      },
      MuiLink: { defaultProps: { underline: 'hover' } },
      MuiChip: { styleOverrides: { root: { fontWeight: 500 } } },
      MuiTab: { styleOverrides: { root: { minHeight: 44 } } },
    },
  };
}
