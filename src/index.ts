// The door of the bundle. Each entry calls one of the two, so that no state decides which step this is.
export { main } from './github/main-step.js';
export { post } from './github/post-step.js';
