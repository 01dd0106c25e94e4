import { html } from 'hono/html';
import { columnOfUnit } from '#domain/publishing/columns.ts';
import { type PlacedFigure, tileFigures } from '#domain/publishing/figures.ts';
import type { SiteFrame, SiteUnit } from '#domain/publishing/model.ts';
import type { Edition } from '#domain/summary/edition-model.ts';
import { windowInWords } from '#kernel/window.ts';
import { type Html, published } from '../layout.ts';
import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import { sentences } from '../words.ts';
import { numberAndWord } from './blocks.ts';

/** Rows and columns that the style sheet has places for. */
const largest = 12;

interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * The units below the root as tiles, placed roughly as on the map: each is the way into its column and, where the latest
 * edition has one number for them all, shows it; the darker, the larger. The number is printed, colour only repeats it.
 */
export function tileMap(view: View, frame: SiteFrame, edition: Edition | undefined): Html | '' {
  const { units, settings } = frame;
  if (units.length === 0) return '';
  const { places, columns } = placeTiles(
    units.map((unit) => unit.code),
    settings.tiles,
  );
  const figures =
    edition &&
    tileFigures(
      edition,
      units.map((unit) => unit.code),
    );
  const most = Math.max(1, ...[...(figures?.values() ?? [])].map((one) => one.figure.value ?? 0));
  const first = figures?.values().next().value?.figure;
  return html`<ul class="tiles across-${columns}" lang="${published}">${units.map((unit) =>
    tile(unit, places.get(unit.code), figures?.get(unit.code), most, frame, edition),
  )}</ul>
${first ? html`<p class="hint">${sentences.tiles(first.label[view.language], windowInWords(first.window))[view.language]}</p>` : ''}`;
}

function tile(
  unit: SiteUnit,
  place: Place | undefined,
  shown: PlacedFigure | undefined,
  most: number,
  frame: SiteFrame,
  edition: Edition | undefined,
): Html {
  const column = columnOfUnit(frame.columns, unit.id);
  const name = column
    ? html`<a class="place" href="${paths.column(column.code)}">${unit.short}</a>`
    : html`<span class="place">${unit.short}</span>`;
  const depth = shown ? Math.min(4, 1 + Math.floor((4 * (shown.figure.value ?? 0)) / (most + 1))) : 0;
  const number = shown && edition ? tileNumber(shown, edition) : '';
  return html`<li class="tile depth-${depth}${place ? ` row-${place.row} column-${place.column}` : ''}">${name}${number}</li>`;
}

function tileNumber({ figure, place }: PlacedFigure, edition: Edition): Html {
  const { number, word } = numberAndWord(figure);
  return html`<a class="number" href="${paths.figure(edition.code, place)}">${number}<small>${word}</small></a>`;
}

/**
 * Where each tile stands. `rows` comes from the settings; units that it leaves out follow below, and without it all stand
 * in reading order in a grid that is about as wide as it is high.
 */
export function placeTiles(
  codes: readonly string[],
  rows: readonly (readonly string[])[],
): { places: Map<string, Place>; columns: number } {
  const places = new Map<string, Place>();
  const drawn = rows.map((row) => row.map((code) => (codes.includes(code) ? code : undefined)));
  drawn.forEach((row, y) => {
    row.forEach((code, x) => {
      if (code !== undefined && !places.has(code)) places.set(code, { row: y + 1, column: x + 1 });
    });
  });
  const width = Math.max(
    places.size === 0 ? Math.ceil(Math.sqrt(codes.length)) : 1,
    ...[...places.values()].map((place) => place.column),
  );
  const below = Math.max(0, ...[...places.values()].map((place) => place.row));
  codes
    .filter((code) => !places.has(code))
    .forEach((code, index) => {
      places.set(code, { row: below + 1 + Math.floor(index / width), column: 1 + (index % width) });
    });
  const fits = [...places.values()].every((place) => place.row <= largest && place.column <= largest);
  return fits ? { places, columns: width } : { places: new Map(), columns: 4 };
}
