import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seal, unseal } from './sealing.ts';

const key = randomBytes(32);

describe('sealing', () => {
  test('gives the text back to whoever has the key and the purpose', () => {
    expect(unseal(seal('söme secret', key, 'test'), key, 'test')).toBe('söme secret');
    expect(unseal(seal('', key, 'test'), key, 'test')).toBe('');
  });

  test('two seals of one text differ', () => {
    expect(seal('x', key, 'test')).not.toBe(seal('x', key, 'test'));
  });

  test('another key, another purpose or any changed byte is noticed', () => {
    const sealed = seal('secret', key, 'test');
    expect(() => unseal(sealed, randomBytes(32), 'test')).toThrow();
    expect(() => unseal(sealed, key, 'another')).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(() => unseal(changed.toString('base64url'), key, 'test')).toThrow();
    }
    expect(() => unseal('', key, 'test')).toThrow();
  });
});
