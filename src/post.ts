import { keepMemorySmall } from './action/memory.js';
import { post } from './action/post.js';

keepMemorySmall();
await post();
