/** What a setting may be, and what is said of it. */
interface Described {
  readonly group: 'Tokens' | 'Sessions' | 'Accounts' | 'E-mail' | 'Limits' | 'Browsers' | 'Audit';
  readonly help: string;
}

export interface IntegerSetting extends Described {
  readonly type: 'integer';
  readonly unit?: 'seconds';
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

export interface BooleanSetting extends Described {
  readonly type: 'boolean';
  readonly default: boolean | 'production';
}

export interface OriginListSetting extends Described {
  readonly type: 'origins';
  readonly default: readonly string[];
}

export interface ChoiceSetting extends Described {
  readonly type: 'choice';
  readonly choices: readonly string[];
  readonly default: string;
}

export interface TextSetting extends Described {
  readonly type: 'text';
  readonly longest: number;
  /** What it has to look like, and how that is said: the end of «must be …». */
  readonly form?: { readonly pattern: RegExp; readonly words: string };
  readonly default: string;
}

export type SettingDefinition =
  IntegerSetting | BooleanSetting | OriginListSetting | ChoiceSetting | TextSetting;
