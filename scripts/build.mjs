// npm run build: builds what npm start would, and starts nothing. For platforms, images and packages.
import { prepare } from './prepare.mjs';

prepare();
