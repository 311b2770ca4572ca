import { Link } from '../routing/link.tsx';
import { Page } from '../ui/page.tsx';

export function NotFoundPage() {
  return (
    <Page title="There is nothing here">
      <p>
        <Link to="/">Go to your account</Link>
      </p>
    </Page>
  );
}
