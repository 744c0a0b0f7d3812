import { at } from '../at.ts';
import { mayBeSame, namesGiven } from './accountNames.ts';
import { assignmentsOf, type Assignments, type Complete } from './assignment.ts';
import type { Kinds } from './largestFlow.ts';
import { mayStandFor, type Claiming, type DetailClaim, type LineClaim } from './claims.ts';

/** All assignments of lines to details, told by kinds: the members of one kind may change places. */
export interface Judged {
  readonly lines: readonly (readonly LineClaim[])[];
  readonly details: readonly (readonly DetailClaim[])[];
  /** for each kind of lines: the kinds of details that they may stand for */
  readonly edges: Kinds['edges'];
  readonly assignments: Assignments;
}

/** Where some assignment leaves no line over. */
export type Placed = Judged & { readonly assignments: Complete };

/** Judges all assignments of these lines to these details. Equal ones are one kind, so that a thousand stay few. */
export function judge(
  lines: readonly LineClaim[],
  details: readonly DetailClaim[],
  claiming: Claiming,
): Judged {
  const keys = new Keys(lines, details, claiming);
  const lineKinds = grouped(lines, (line) => keys.ofLine(line));
  const detailKinds = grouped(details, (detail) => keys.ofDetail(detail));
  const index = new DetailIndex(detailKinds);
  const edges = lineKinds.map((kind) => index.standingFor(at(kind, 0), claiming));
  const kinds: Kinds = {
    lines: lineKinds.map(({ length }) => length),
    details: detailKinds.map(({ length }) => length),
    edges,
  };
  return { lines: lineKinds, details: detailKinds, edges, assignments: assignmentsOf(kinds) };
}

/** Two claims with one key are told apart by nothing that the other side says. */
class Keys {
  readonly #claiming: Claiming;
  readonly #ours: Said;
  readonly #theirs: Said;
  readonly #amounts: ReadonlySet<string>;

  constructor(lines: readonly LineClaim[], details: readonly DetailClaim[], claiming: Claiming) {
    this.#claiming = claiming;
    this.#ours = new Said(details.map(({ names, detail }) => ({ ...names, serial: detail.withdrawTId })));
    this.#theirs = new Said(lines.map(({ names, line }) => ({ ...names, serial: line.withdrawTId })));
    this.#amounts = new Set(details.map(({ amount }) => amount));
  }

  ofLine({ line, names, amounts }: LineClaim): string {
    const asked = amounts?.filter((amount) => this.#amounts.has(amount)) ?? null;
    const said = this.#ours.heard({ ...names, serial: line.withdrawTId });
    return JSON.stringify([said, asked, this.#claiming.byStatus && line.status]);
  }

  ofDetail({ detail, names, amount }: DetailClaim): string {
    const said = this.#theirs.heard({ ...names, serial: detail.withdrawTId });
    return JSON.stringify([said, amount, this.#claiming.byStatus && detail.status]);
  }
}

interface Saying {
  readonly accountUserId?: string;
  readonly externalCode?: string;
  readonly isPlatform?: boolean;
  readonly serial: string | undefined;
}

/** All names and serial numbers of one side. */
class Said {
  readonly #ids: ReadonlySet<string | undefined>;
  readonly #codes: ReadonlySet<string | undefined>;
  readonly #serials: ReadonlySet<string | undefined>;

  constructor(all: readonly Saying[]) {
    this.#ids = new Set(all.map(({ accountUserId }) => accountUserId));
    this.#codes = new Set(all.map(({ externalCode }) => externalCode));
    this.#serials = new Set(all.map(({ serial }) => serial));
  }

  /** What the other side says, as this side can tell it: a name that is unknown here is only known to be another. */
  heard({ accountUserId, externalCode, isPlatform, serial }: Saying): readonly unknown[] {
    return [
      known(accountUserId, this.#ids),
      known(externalCode, this.#codes),
      isPlatform,
      known(serial, this.#serials),
    ];
  }
}

const ANOTHER = 1;

function known(
  name: string | undefined,
  names: ReadonlySet<string | undefined>,
): string | undefined | number {
  return name === undefined || names.has(name) ? name : ANOTHER;
}

function grouped<Member>(all: readonly Member[], keyOf: (member: Member) => string): Member[][] {
  const groups = new Map<string, Member[]>();
  for (const member of all) push(groups, keyOf(member), member);
  return [...groups.values()];
}

function push<Key, Member>(groups: Map<Key, Member[]>, key: Key, member: Member): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [member]);
  else group.push(member);
}

/** Kinds of details by what a line may say of them, so that a line is held only against those it may stand for. */
class DetailIndex {
  readonly #kinds: readonly DetailClaim[];
  readonly #byAmount = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();
  readonly #bySerialNumber = new Map<string, number[]>();

  constructor(kinds: readonly (readonly DetailClaim[])[]) {
    this.#kinds = kinds.map((kind) => at(kind, 0));
    for (const [kind, detail] of this.#kinds.entries()) {
      const hasId = detail.names.accountUserId !== undefined;
      const hasCode = detail.names.externalCode !== undefined;
      for (const amount of [ANY, detail.amount])
        push(this.#byAmount, amountKey(amount, hasId, hasCode), kind);
      for (const name of namesGiven(detail.names)) push(this.#byName, name, kind);
      const { withdrawTId } = detail.detail;
      if (withdrawTId !== undefined) push(this.#bySerialNumber, withdrawTId, kind);
    }
  }

  standingFor(line: LineClaim, claiming: Claiming): readonly number[] {
    return this.#nearest(line, claiming).filter((kind) => mayStandFor(line, at(this.#kinds, kind), claiming));
  }

  /** The surest comes first: a serial number learnt earlier, an account that is named, the amount. */
  #nearest(line: LineClaim, { bySerialNumber, byName }: Claiming): readonly number[] {
    const followed = bySerialNumber ? this.#bySerialNumber.get(line.line.withdrawTId ?? '') : undefined;
    if (followed !== undefined) return followed;
    const named = this.#named(line);
    return byName && named.length > 0 ? named : [...new Set([...named, ...this.#ofAmount(line)])];
  }

  /** Details with a name that the line says, and none that speaks against it. */
  #named({ names }: LineClaim): readonly number[] {
    const kinds = new Set(namesGiven(names).flatMap((name) => this.#byName.get(name) ?? []));
    return [...kinds].filter((kind) => mayBeSame(names, at(this.#kinds, kind).names));
  }

  /** Only details without a name of a kind that the line says: with one they are named by it, or somebody else. */
  #ofAmount({ amounts, names: { accountUserId, externalCode } }: LineClaim): readonly number[] {
    const ids = accountUserId === undefined ? [false, true] : [false];
    const codes = externalCode === undefined ? [false, true] : [false];
    return (amounts ?? [ANY]).flatMap((amount) =>
      ids.flatMap((hasId) =>
        codes.flatMap((hasCode) => this.#byAmount.get(amountKey(amount, hasId, hasCode)) ?? []),
      ),
    );
  }
}

const ANY = 'any amount';

function amountKey(amount: string, hasId: boolean, hasCode: boolean): string {
  return `${amount} ${hasId} ${hasCode}`;
}
