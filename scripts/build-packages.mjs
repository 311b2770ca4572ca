// Builds the packages whose types others need before they can be checked.
import { buildConformanceKit, buildPackages, buildTokenVerifier } from './prepare.mjs';

buildPackages();
buildConformanceKit();
buildTokenVerifier();
