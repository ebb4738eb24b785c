import { main } from './action/main.js';
import { keepMemorySmall } from './action/memory.js';

keepMemorySmall();
await main();
