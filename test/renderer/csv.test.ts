import { expect, test } from 'vitest';
import { csvOf } from '../../client/src/renderer/csv.js';
import { plainColour } from '../../client/src/renderer/standalone.js';
import { numbers, type Table, words } from '../../client/src/renderer/tables/section.js';

const table = (rows: readonly (readonly string[])[]): Table => ({
  caption: 'Effects, "all"',
  columns: [words('Arm'), numbers('Effect')],
  rows,
});
const cells = (...rows: readonly (readonly string[])[]): string[] =>
  csvOf([table(rows)])
    .split('\r\n')
    .slice(1, -1);

test('numbers are written as programs read them, whatever else they stand with', () => {
  expect(cells(['a', '\u22120.018'], ['b', '20,000'], ['c', '+0.021'], ['d', '1.20e\u22127'])).toEqual([
    'a,-0.018',
    'b,20000',
    'c,0.021',
    'd,1.20e-7',
  ]);
  expect(cells(['a', '[\u22120.03, 0.06]'], ['b', '34.2%'], ['c', 'n/a'])).toEqual([
    'a,"[\u22120.03, 0.06]"',
    'b,34.2%',
    'c,n/a',
  ]);
});

test('nothing in a cell is run by a spreadsheet', () => {
  const harmful = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', ' =1', '\uff1d1', '\r=1'];
  for (const cell of cells(...harmful.map((text) => [text, '1']))) expect(cell).toMatch(/^"?'/);
  expect(cells(['1', '=2'])).toEqual(["1,'=2"]);
  expect(csvOf([{ ...table([]), columns: [words('=A1')] }])).toBe("'=A1\r\n");
});

test('quotes, commas and breaks stay within their cell', () => {
  expect(cells(['a "b", c', '1'])).toEqual(['"a ""b"", c",1']);
  expect(csvOf([table([['x\ny', '1']])])).toBe('Arm,Effect\r\n"x\ny",1\r\n');
});

test('several tables stand one below the other, each under its caption', () => {
  expect(csvOf([table([['a', '1']]), table([['b', '2']])])).toBe(
    '"Effects, ""all"""\r\nArm,Effect\r\na,1\r\n\r\n"Effects, ""all"""\r\nArm,Effect\r\nb,2\r\n',
  );
});

test('mixed colours are written as every program reads them', () => {
  expect(plainColour('color(srgb 0.5 0 1)')).toBe('rgb(128, 0, 255)');
  expect(plainColour('color(srgb 0.2 0.4 0.6 / 0.13)')).toBe('rgba(51, 102, 153, 0.13)');
  expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
  expect(plainColour('none')).toBe('none');
});
