import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { ProblemError } from '#kernel/problem.ts';
import { list, listed, makeDocx, paragraph } from '../../test/docx.ts';
import { makeZip } from '../../test/xlsx.ts';
import { readDocument } from './document-read.ts';
import { proseLimits, proseText } from './prose.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const megabytes = (count: number, text: string) => text.repeat(Math.ceil((count * 2 ** 20) / text.length));

/** Bombs and the like, each with the code it is refused with. */
const hostile: readonly (readonly [what: string, make: () => Uint8Array, code: string])[] = [
  ['an empty file', () => new Uint8Array(), 'document_empty'],
  ['only blanks', () => bytesOf(' \n\t '), 'document_empty'],
  ['a PDF', () => bytesOf('%PDF-1.7 …'), 'document_unknown_format'],
  ['RTF', () => bytesOf('{\\rtf1\\ansi 文}'), 'document_unknown_format'],
  ['a picture', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'document_unknown_format'],
  ['a web archive', () => bytesOf('MIME-Version: 1.0\r\n'), 'document_unknown_format'],
  ['a program', () => Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 0xff, 0xfe), 'document_encoding'],
  ['a torn archive', () => makeDocx(paragraph('甲')).slice(0, 300), 'document_damaged'],
  ['an archive of something else', () => makeZip([{ name: 'a.txt', data: '文' }]), 'sheet_damaged'],
  ['old Office that is not Word', () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'document_old'],
  ['old Word that is torn', () => oleNaming('WordDocument'), 'document_damaged'],
  ['an encrypted document', () => oleNaming('EncryptedPackage'), 'document_encrypted'],
  ['a document type', () => docx('<!DOCTYPE w [<!ENTITY a "b">]><w:document/>'), 'document_damaged'],
  ['no end of levels', () => docx(`<a>${'<a>'.repeat(5000)}`), 'document_damaged'],
  ['a gigabyte of zeros', bomb, 'document_too_large'],
  [
    'six million paragraphs',
    () => docx(`<w:document xmlns:w="w"><w:body>${megabytes(40, '<w:p/>')}`),
    'document_too_large',
  ],
  ['a stated size that is not so', liar, 'document_damaged'],
  [
    'too many entries',
    () => makeZip(Array.from({ length: 2001 }, (_, n) => ({ name: `word/document${n || ''}.xml` }))),
    'document_too_large',
  ],
  ['HTML without bottom', () => bytesOf(`<html>${'<div>'.repeat(20_000)}`), 'document_damaged'],
  ['more text than a document holds', () => bytesOf('字'.repeat(proseLimits.characters + 1)), 'document_too_long'],
];

function docx(main: string): Uint8Array {
  return makeDocx('', {}, [{ name: 'word/document.xml', data: main }]);
}

function bomb(): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(1024 * 1024));
  const size = 1024 * 1024 * 1024;
  return makeDocx('', {}, [{ name: 'word/document.xml', packed, size, crc: 0 }]);
}

function liar(): Uint8Array {
  const data = Buffer.from(`<w:document xmlns:w="w"><w:body>${megabytes(1, paragraph('字'))}</w:body></w:document>`);
  return makeDocx('', {}, [{ name: 'word/document.xml', packed: deflateRawSync(data), size: 1000, crc: 0 }]);
}

function oleNaming(name: string): Uint8Array {
  const bytes = Buffer.alloc(4096);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  Buffer.from(name, 'utf16le').copy(bytes, 1024);
  return bytes;
}

describe('what is refused', () => {
  for (const [what, make, code] of hostile) {
    test(what, async () => {
      const bytes = make();
      const began = performance.now();
      await assert.rejects(readDocument(bytes), (error) => {
        assert.ok(error instanceof ProblemError, String(error));
        assert.deepEqual(
          error.problems.map((one) => one.code),
          [code],
        );
        // Told in the words of a document, unless it could only be a workbook.
        if (code.startsWith('document')) assert.doesNotMatch(error.message, /XLSX|Excel|导入/);
        return true;
      });
      // Milliseconds on a quiet machine; a second thread for old Word files takes longer to start.
      assert.ok(performance.now() - began < 5000, `${Math.round(performance.now() - began)} ms`);
    });
  }
});

describe('whatever comes is read or refused, and soon', () => {
  const readable = async (bytes: Uint8Array) => {
    try {
      const { text } = proseText(await readDocument(bytes));
      assert.ok(text.isWellFormed() && !text.includes('\0'));
    } catch (error) {
      assert.ok(error instanceof ProblemError, error instanceof Error ? error.stack : String(error));
    }
  };

  test('any bytes', () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), readable), { numRuns: 300 }));

  test('any XML of known elements in any order', () => {
    const names = [
      'w:p',
      'w:r',
      'w:t',
      'w:tbl',
      'w:tr',
      'w:tc',
      'w:pPr',
      'w:del',
      'w:sdt',
      'w:sdtPr',
      'w:txbxContent',
      'mc:AlternateContent',
      'mc:Choice',
      'mc:Fallback',
      'w:docPartGallery',
      'w:vMerge',
      'w:numPr',
      'w:numId',
    ];
    const element: fc.Arbitrary<string> = fc.letrec<{ one: string }>((tie) => ({
      one: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        fc.constantFrom('字', '12场', ''),
        fc
          .tuple(fc.constantFrom(...names), fc.array(tie('one'), { maxLength: 4 }))
          .map(([name, inner]) => `<${name} w:val="1">${inner.join('')}</${name}>`),
      ),
    })).one;
    const numbering = list([['chineseCounting', '%1、']]);
    return fc.assert(
      fc.asyncProperty(fc.array(element, { maxLength: 6 }), (parts) =>
        readable(makeDocx(`${parts.join('')}${listed('末')}`, { numbering })),
      ),
      { numRuns: 200 },
    );
  });

  test('any soup of tags', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<table>',
      '<tr>',
      '<td rowspan=3>',
      '</td>',
      '</table>',
      '<ol start=x>',
      '<li>',
      '<br>',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '<h1>',
      '&nbsp;',
      '字',
      '3场',
      '<',
      '"',
      '<del>',
    );
    return fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), (pieces) => readable(bytesOf(`<html>${pieces.join('')}`))),
      { numRuns: 300 },
    );
  });
});
