import { randomUUID } from 'node:crypto';
import { defaultPassword, type Answer, type Client, type TokenPair } from './client.ts';
import { eventually, pause } from './eventually.ts';

interface Options {
  /** The server as it is now: it may be another process than before. */
  readonly server: () => Client;
  readonly refreshing?: number;
  readonly registering?: number;
  readonly signingInAndOut?: number;
  /** Those who look at their account all the time, and refresh now and then. */
  readonly reading?: number;
  /** The key that comes with a refresh and with its retries. */
  readonly makeKey?: () => string | undefined;
}

interface Answered {
  readonly registered: number;
  readonly loggedOut: number;
}

const readingsPerRefresh = 10;
const retryPauseMs = 50;
/** Between two things that cost the hashing of a password. */
const restMs = 100;
/** No fault may make an answer take longer. */
const longestAnswerMs = 12_000;

/**
 * Clients that do what honest ones do: each keeps its newest token, and sends again what was answered with 503 or not at
 * all. It remembers everything that was answered with success.
 */
export class HonestLoad {
  /** Answers that no honest client should get. */
  readonly unexpected: string[] = [];
  /** Requests without an answer, and why there was none for each. */
  lost = 0;
  readonly lostBecause: string[] = [];
  /** Answers that were 503. */
  unavailable = 0;
  /** The longest time until an answer, in milliseconds. */
  slowest = 0;
  readonly #options: Required<Options>;
  readonly #registered: string[] = [];
  readonly #tokens: string[] = [];
  readonly #loggedOut: string[] = [];
  readonly #counts = { rotations: 0, registrations: 0, logouts: 0, readings: 0 };
  #isOver = false;
  #clients: Promise<void>[] = [];

  constructor(options: Options) {
    this.#options = {
      refreshing: 6,
      registering: 2,
      signingInAndOut: 0,
      reading: 0,
      makeKey: randomUUID,
      ...options,
    };
  }

  async begin(): Promise<void> {
    const { refreshing, registering, signingInAndOut, reading } = this.#options;
    const email = 'refreshing@example.com';
    await this.#server.register(email);
    const logIn = (length: number): Promise<TokenPair[]> =>
      Promise.all(Array.from({ length }, () => this.#server.login(email)));
    const [pairs, ofReaders] = [await logIn(refreshing), await logIn(reading)];
    this.#clients = [
      ...pairs.map((pair, i) => this.#keepRefreshing(i, pair.refresh_token)),
      ...ofReaders.map((pair, i) => this.#keepReading(refreshing + i, pair.refresh_token)),
      ...Array.from({ length: registering }, () => this.#keepRegistering()),
      ...Array.from({ length: signingInAndOut }, () => this.#keepSigningInAndOut(email)),
    ];
  }

  /** How many refreshes were answered with success. */
  get rotations(): number {
    return this.#counts.rotations;
  }

  /** Waits until every kind of client has been served for a while. */
  async progress(): Promise<void> {
    const { refreshing, registering, signingInAndOut, reading } = this.#options;
    const before = { ...this.#counts };
    await eventually('progress of every client', () => {
      if (this.unexpected.length > 0) throw new Error(this.unexpected.join('\n'));
      return (
        this.#counts.rotations >= before.rotations + 5 * refreshing &&
        this.#counts.readings >= before.readings + 5 * reading &&
        this.#counts.registrations >= before.registrations + 2 * registering &&
        this.#counts.logouts >= before.logouts + 2 * signingInAndOut
      );
    });
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  /** How much has been answered with success so far, of what does not go on. */
  answered(): Answered {
    return { registered: this.#registered.length, loggedOut: this.#loggedOut.length };
  }

  /**
   * Everything that was answered with success is so, or what was by the time of `answered`.
   *
   * @returns what is not, in words.
   */
  async findLosses({ registered, loggedOut } = this.answered()): Promise<string[]> {
    const losses: string[] = [];
    const check = async (what: string, status: number, asked: Promise<Answer>): Promise<void> => {
      const answer = await asked;
      if (answer.status !== status) losses.push(`${what}: ${answer.text}`);
    };
    for (const email of this.#registered.slice(0, registered)) {
      const body = { email, password: defaultPassword };
      // The address is taken, which is found out before anything is hashed.
      await check(`registration of ${email}`, 400, this.#server.post('/api/register/', body));
    }
    for (const token of this.#tokens) await check('a session', 200, this.#server.refresh(token));
    for (const token of this.#loggedOut.slice(0, loggedOut))
      await check('a logout', 401, this.#server.refresh(token));
    return losses;
  }

  get #server(): Client {
    return this.#options.server();
  }

  async #keepRefreshing(i: number, first: string): Promise<void> {
    this.#tokens[i] = first;
    while (!this.#isOver) {
      const [token, key] = [this.#tokens[i] ?? '', this.#options.makeKey()];
      const answer = await this.#untilServed(() => this.#server.refresh(token, key));
      if (answer.status !== 200) return void this.unexpected.push(`refresh: ${answer.text}`);
      this.#tokens[i] = answer.body.refresh_token;
      this.#counts.rotations += 1;
    }
  }

  async #keepReading(i: number, first: string): Promise<void> {
    this.#tokens[i] = first;
    while (!this.#isOver) {
      const [token, key] = [this.#tokens[i] ?? '', this.#options.makeKey()];
      const pair = await this.#untilServed(() => this.#server.refresh(token, key));
      if (pair.status !== 200) return void this.unexpected.push(`refresh: ${pair.text}`);
      this.#tokens[i] = pair.body.refresh_token;
      for (let reading = 0; reading < readingsPerRefresh; reading += 1) {
        const answer = await this.#untilServed(() => this.#server.get('/api/me/', pair.body.access_token));
        if (answer.status !== 200) return void this.unexpected.push(`me: ${answer.text}`);
        this.#counts.readings += 1;
      }
    }
  }

  async #keepRegistering(): Promise<void> {
    while (!this.#isOver) {
      const email = `${randomUUID()}@example.com`;
      const body = { email, password: defaultPassword };
      let tries = 0;
      const answer = await this.#untilServed(() => {
        tries += 1;
        return this.#server.post('/api/register/', body);
      });
      // What was answered with 503, or not at all, may have been done.
      const isThere = answer.body.code === 'email_taken' && tries > 1;
      if (answer.status !== 201 && !isThere) return void this.unexpected.push(`register: ${answer.text}`);
      this.#registered.push(email);
      await pause(restMs);
      this.#counts.registrations += 1;
    }
  }

  async #keepSigningInAndOut(email: string): Promise<void> {
    while (!this.#isOver) {
      const body = { email, password: defaultPassword };
      const pair = await this.#untilServed(() => this.#server.post('/api/login/', body));
      if (pair.status !== 200) return void this.unexpected.push(`login: ${pair.text}`);
      const token = pair.body.refresh_token;
      const answer = await this.#untilServed(() => this.#server.logout(token));
      if (answer.status !== 200) return void this.unexpected.push(`logout: ${answer.text}`);
      this.#loggedOut.push(token);
      await pause(restMs);
      this.#counts.logouts += 1;
    }
  }

  async #untilServed(send: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const sentAt = performance.now();
      const answer = await send().catch((error: unknown) => void this.lostBecause.push(String(error)));
      this.#time(performance.now() - sentAt);
      if (!answer) this.lost += 1;
      else if (answer.status !== 503) return answer;
      else this.#note503(answer);
      await pause(retryPauseMs);
    }
  }

  #time(milliseconds: number): void {
    this.slowest = Math.max(this.slowest, milliseconds);
    if (milliseconds > longestAnswerMs) this.unexpected.push(`no answer for ${Math.round(milliseconds)} ms`);
  }

  #note503({ headers, text }: Answer): void {
    this.unavailable += 1;
    const seconds = Number(headers['retry-after']);
    if (!(seconds >= 1 && seconds <= 10)) this.unexpected.push(`503 without a time: ${text}`);
  }
}
