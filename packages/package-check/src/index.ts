export { installPackage, type Project } from './installed-package.ts';
export { packagingFaults, typeFaults } from './faults.ts';
