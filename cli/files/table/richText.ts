import type { Part } from './workbookParts.ts';
import { isOn, readXml, type Attributes } from './xml.ts';

/** A text of a workbook: its runs together, without how they are pronounced. */
export interface RichText {
  readonly text: string;
  /** a line goes through it, or through a part of it */
  readonly isStruckOut: boolean;
}

/** What is below an element that holds a text. */
export const textTree = { t: [], r: ['t', 'rPr'], rPr: ['strike'] };

/** Gathers one text from the elements below it. */
export class TextGatherer {
  #text = '';
  #isStruckOut = false;

  open(name: string, attributes: Attributes): void {
    if (name === 'strike' && isStruck(attributes)) this.#isStruckOut = true;
  }

  add(text: string): void {
    this.#text += text;
  }

  take(): RichText {
    const taken = { text: unescaped(this.#text), isStruckOut: this.#isStruckOut };
    this.#text = '';
    this.#isStruckOut = false;
    return taken;
  }
}

/** `<strike/>` says yes, as `<strike val="1"/>` does. */
export function isStruck({ val }: Attributes): boolean {
  return val === undefined || isOn(val);
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

export function readSharedStrings({ path, bytes }: Part): RichText[] {
  const texts: RichText[] = [];
  const gatherer = new TextGatherer();
  readXml(
    bytes,
    path,
    { '': ['sst'], sst: ['si'], si: ['t', 'r'], ...textTree },
    {
      open: (name, attributes) => {
        gatherer.open(name, attributes);
      },
      text: (_, text) => {
        gatherer.add(text);
      },
      close: (name) => {
        if (name === 'si') texts.push(gatherer.take());
      },
    },
  );
  return texts;
}
