import { Alert, AlertTitle, Button } from '@mui/material';
import { faultOf } from '../api/problems.ts';

interface FaultAlertProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong and what to do. */
export function FaultAlert({ error, onRetry }: FaultAlertProps) {
  const { title, detail } = faultOf(error);
  const retry = onRetry && (
    <Button color="inherit" size="small" onClick={onRetry}>
      Try again
    </Button>
  );
  return (
    <Alert severity="error" action={retry}>
      <AlertTitle>{title}</AlertTitle>
      {detail}
    </Alert>
  );
}
