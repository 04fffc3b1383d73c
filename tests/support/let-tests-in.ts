/** Before each file of tests with a database. */
import { letTestsIn } from './enter-as.ts';

letTestsIn();
