import { expect, test } from 'vitest';
import { detailInWords } from './details.ts';

test.each([
  [{ from: 30, to: 60 }, '30 → 60'],
  [{ name: 'ACCESS_TOKEN_LIFETIME', from: null, to: 60 }, 'ACCESS_TOKEN_LIFETIME default → 60'],
  [['email', 'is_staff'], 'email, is_staff'],
  [[], 'none'],
  [true, 'yes'],
  [{ reason: 'admin', is_own: false }, 'reason admin; is own no'],
])('%j is read as %j', (value, words) => expect(detailInWords(value)).toBe(words));
