/** Twin of `scatterColumn` in matrix/plain-loops.ts. */
export function scatterColumn(column: usize, rows: i32, lines: usize, stride: i32, feature: i32): void {
  let to = lines + <usize>feature;
  for (let row: i32 = 0; row < rows; row++) {
    store<u8>(to, load<u8>(column + <usize>row));
    to += <usize>stride;
  }
}
