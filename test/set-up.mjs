import { build } from '../scripts/build.mjs';

/** Tests run what was built from the sources as they are: helper threads are programs of their own. */
export default async function setUp() {
  await build();
}
