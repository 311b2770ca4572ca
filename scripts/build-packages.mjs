// Builds the packages whose types others need before they can be checked.
import { buildPackages } from './prepare.mjs';

buildPackages();
