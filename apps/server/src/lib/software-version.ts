import packageJson from '../../package.json' with { type: 'json' };

/** The version of Latchkey, as package.json had it when the server was built. */
export const softwareVersion: string = packageJson.version;
