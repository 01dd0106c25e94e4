import { type KindCode, kindCodes } from '#domain/kinds/model.ts';
import { kinds } from '#domain/kinds/registry.ts';
import type { Unit } from '#domain/units/tree.ts';
import type { Text } from '#kernel/text.ts';
import type { Dated } from './dating.ts';
import { proposalOf } from './drafting.ts';
import type { Proposal, Span } from './model.ts';
import type { Line } from './outline.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { type Counted, countedAs, quantitiesIn, type Scene, settleAll, settleRest, unitNamed } from './scene.ts';
import { kindTold, type Subject } from './words.ts';

/** Makes proposals of paragraphs: one for each deed, and one for each item of a list of numbers. */
export class ParagraphReader {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  read(line: Line, subject: Subject): Proposal[] {
    const { folded } = this.#scene;
    const pieces = piecesOf(folded, line, (span) =>
      quantitiesIn(this.#scene, span).some((index) => isCount(this.#scene, index)),
    );
    let inherited: Unit | undefined;
    const found: Proposal[] = [];
    for (const piece of pieces) {
      const host = this.#hostOf(piece, inherited);
      if (line.unit === undefined) inherited = host;
      found.push(...this.#readPiece(piece, subject, host ?? this.#scene.knowledge.home));
    }
    return found;
  }

  #readPiece(piece: Piece, subject: Subject, host: Unit): Proposal[] {
    const scene = this.#scene;
    const { line } = piece;
    const indexes = quantitiesIn(scene, piece);
    // A list of ranks goes on with the time that its section has stated.
    const dated = scene.dates.of(piece, line.ranking ? line.sectionStart : line.body);
    if (scene.dates.isEarlier(dated, scene.folded.slice(piece.start, piece.end))) {
      settleAll(scene, indexes, { zh: '以前年度的数', en: 'a number of earlier years' }, host);
      return [];
    }
    const { kind, counted, why } = this.#kindOf(piece, indexes, subject);
    const rest = () => settleRest(scene, indexes, host, kind, dated);
    if (counted.length === 0 && !this.#tellsDeed(piece, kind, dated)) {
      rest();
      return [];
    }
    const groups = counted.length === 0 ? [[]] : groupsOf(counted);
    const isList = groups.length > 1;
    const found = groups.map((group, at) => {
      const span = isList ? this.#spanOf(piece, groups, at) : piece;
      const own = this.#ownerOf(group, host, dated);
      return proposalOf(scene, {
        ...{
          kind,
          line,
          span,
          around: piece,
          host: own,
          counted: group,
          highlight: subject.highlight ?? false,
          kindWhy: why,
        },
        isItem: isList && group.length === 1 && isListed(counted, at),
        dated: isList ? this.#datedIn(span, piece, dated) : dated,
      });
    });
    rest();
    return found;
  }

  /** An item of a list may state a time of its own. */
  #datedIn(span: Span, piece: Piece, dated: Dated): Dated {
    const own = this.#scene.dates.of(span, span.start);
    return own.stated
      ? own
      : this.#scene.dates.of(span, piece.line.body).stated
        ? this.#scene.dates.of(span, piece.line.body)
        : dated;
  }

  /** The unit that the line is about; a unit below it that the piece opens with; else the one of the sentence before. */
  #hostOf(piece: Piece, inherited: Unit | undefined): Unit | undefined {
    const { folded, knowledge, quantities } = this.#scene;
    const { names, period, home } = knowledge;
    const near = piece.line.unit ?? home;
    const [first] = quantitiesIn(this.#scene, piece);
    const until = first === undefined ? piece.start + 1 : quantities[first]!.start;
    for (let at = piece.start; at < Math.min(until, piece.start + 80); at++) {
      if (at > piece.start && !'， 由'.includes(folded[at - 1]!)) continue;
      // A list of units, and what belongs to a unit, is not the unit.
      const named = names.at(folded, at, period.to, near);
      if (
        named &&
        knowledge.organisation.tree.isUnder(named.unit, near) &&
        !/[、的和与及]/.test(folded[named.end] ?? '')
      )
        return named.unit;
      if (at > piece.start && piece.line.unit) break;
    }
    return inherited ?? piece.line.unit;
  }

  #ownerOf(group: readonly Counted[], host: Unit, { to }: Dated): Unit {
    for (const { quantity } of group) {
      const unit = unitNamed(this.#scene, quantity.owner, to, host);
      if (unit && this.#scene.knowledge.organisation.tree.isUnder(unit, host)) return unit;
    }
    return host;
  }

  #kindOf(
    piece: Piece,
    indexes: readonly number[],
    subject: Subject,
  ): { kind: KindCode; counted: Counted[]; why: Text } {
    const scene = this.#scene;
    const words = scene.folded.slice(piece.start, piece.end);
    const told = kindTold(words) ?? 'publicity';
    const first = subject.kind ?? told;
    const counted = countedAs(scene, indexes, first, piece.start);
    const label = kinds[first].label;
    const why: Text = subject.kind
      ? { zh: `在“${piece.line.section}”部分，按${label.zh}记`, en: `${label.en}, by its section` }
      : { zh: `按用词记作${label.zh}，请核对`, en: `${label.en}, by its words; please check` };
    if ((counted.length > 0 && subject.kind) || indexes.length === 0) return { kind: first, counted, why };
    // Nothing of it is counted in records of the section's kind: 采用稿件241篇 under 宣传 is a placement.
    let best: { kind: KindCode; counted: Counted[]; score: number } | undefined;
    for (const kind of kindCodes) {
      const read = countedAs(scene, indexes, kind, piece.start);
      // The kind that counts most of the numbers, then the one that the words tell.
      const score = read.length * 100 + (kind === told ? 20 : 0) + read.reduce((sum, one) => sum + one.score, 0);
      const isSure = read.some((one) => one.score >= 4);
      if (isSure && score > (best?.score ?? 0)) best = { kind, counted: read, score };
    }
    if (!best || best.kind === first) return { kind: first, counted, why };
    const other = kinds[best.kind].label;
    return {
      ...{ kind: best.kind, counted: best.counted },
      why: { zh: `数字是${other.zh}的，按${other.zh}记，请核对`, en: `its numbers are those of ${other.en}` },
    };
  }

  /** Whether a piece without numbers tells of something done that is worth a record. */
  #tellsDeed({ line, start, end }: Piece, kind: KindCode, dated: Dated): boolean {
    // Lectures, stories and placements are told by their numbers; what else is said of them is comment.
    if (commented.has(kind)) return false;
    const words = this.#scene.folded.slice(start, end);
    const isHere = this.#scene.dates.of({ start, end }, start).stated;
    return words.length >= 12 && (line.unit !== undefined || (dated.stated && isHere));
  }

  /** The item's own words: from behind the item before it to the sign behind its own number. */
  #spanOf(piece: Piece, groups: readonly (readonly Counted[])[], at: number): Span {
    const { folded } = this.#scene;
    const before = groups[at - 1]?.at(-1)?.quantity.end;
    const next = groups[at + 1]?.[0]?.quantity.start;
    const own = groups[at]![0]?.quantity.start ?? piece.end;
    const start = before === undefined ? piece.start : skipSigns(folded, before, own);
    const end = next === undefined ? piece.end : clauseStart(folded, groups[at]!.at(-1)!.quantity.end, next);
    return { start, end };
  }
}

const commented: ReadonlySet<KindCode> = new Set<KindCode>(['lecture', 'article', 'placement']);

/** One record for the numbers of a deed; a measure that comes again, or a number of somebody else, begins another. */
function groupsOf(counted: readonly Counted[]): Counted[][] {
  const groups: Counted[][] = [];
  for (const one of counted) {
    const group = groups.at(-1);
    const isSame = group?.every(
      (other) => other.measure !== one.measure && other.quantity.owner === one.quantity.owner,
    );
    if (group && isSame) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** Whether a number stands in a list with its neighbour: the same measure again and little between. */
function isListed(counted: readonly Counted[], at: number): boolean {
  const one = counted[at];
  return [counted[at - 1], counted[at + 1]].some(
    (beside) =>
      beside && one && beside.measure === one.measure && Math.abs(beside.quantity.start - one.quantity.start) < 40,
  );
}

function skipSigns(text: string, from: number, to: number): number {
  let at = from;
  // What belongs to the number before: 10场次、, 241篇，.
  while (at < to && !'，、；。和 '.includes(text[at]!)) at++;
  while (at < to && '，、；。和 '.includes(text[at]!)) at++;
  return Math.min(at, to);
}

function clauseStart(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) if ('，、；。'.includes(text[at]!)) return at;
  return to;
}

/** A number that may be work done, as against a duration, a rate or hundreds of people. */
function isCount({ quantities }: Scene, index: number): boolean {
  const { kind, per, target, indefinite } = quantities[index]!;
  return (kind === 'count' || kind === 'money') && per === undefined && !target && !indefinite;
}
