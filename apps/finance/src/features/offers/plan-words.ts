export type Change = {
  readonly what: 'offer' | 'gift' | 'code' | 'rules';
  readonly key: string;
  readonly change: 'new' | 'changed' | 'back' | 'withdrawn' | 'same';
  readonly version: number | null;
  readonly fields: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
};

const things = { offer: 'Offer', gift: 'Gift', code: 'Code' } as const;

export const thingWords = ({ what, key }: Pick<Change, 'what' | 'key'>): string =>
  what === 'rules' ? 'Rules' : `${things[what]} ${key}`;

/** What becomes of it. */
export function changeWords({ change, version }: Pick<Change, 'change' | 'version'>) {
  const asVersion = version === null ? '' : `, as version ${version}`;
  return (
    {
      new: { words: `new${asVersion}`, tone: 'ok' },
      changed: { words: `changed${asVersion}`, tone: 'warn' },
      back: { words: `on sale again${asVersion}`, tone: 'warn' },
      withdrawn: { words: 'no longer on sale; whoever has it keeps it', tone: 'warn' },
      same: { words: 'as it is', tone: 'plain' },
    } as const
  )[change];
}

/** Of something new all fields are new, which is the file itself: only where it is sold is worth a look. */
export const shownFields = ({ change, fields }: Change): Change['fields'] =>
  change === 'new' ? fields.filter(({ field }) => /^(publication|alsoReads)\b/.test(field)) : fields;
