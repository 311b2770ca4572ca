// Builds the packages whose types others need before they can be checked.
import { buildConformanceKit, buildGameScore, buildPackages, buildTokenVerifier } from './prepare.mjs';

buildPackages();
buildConformanceKit();
buildTokenVerifier();
buildGameScore();
