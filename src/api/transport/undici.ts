// The parts of undici that we use, as a chunk of their own, loaded with the first request.
// A bundled CommonJS package that is imported dynamically has no named exports; this module gives it some.
export { Agent, ProxyAgent } from 'undici';
