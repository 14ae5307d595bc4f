// npm run package: writes opencodex.vsix.
import { packageExtension } from './packageExtension.ts';
import { packagedExtension } from './repository.ts';

await packageExtension();
console.log(`Packaged ${packagedExtension}`);
