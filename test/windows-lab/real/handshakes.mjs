// node handshakes.mjs ADDRESS PORT: shakes hands without pause until its input ends, then prints how many showed one of our
// certificates and how many were lost.
import { shownBy } from './machine.mjs';

const [address = '', port = ''] = process.argv.slice(2);
let isOver = false;
process.stdin.resume().once('end', () => {
  isOver = true;
});

const result = { done: 0, lost: 0, why: [] };
while (!isOver) {
  const shown = await shownBy(address, Number(port));
  if (['old', 'new', 'newest'].includes(shown)) result.done += 1;
  else {
    result.lost += 1;
    result.why.push(shown);
  }
}
console.log(JSON.stringify(result));
