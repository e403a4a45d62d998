import 'reflect-metadata';
import { runService } from '@app/service';
import { startConsole } from './console.js';
import { consoleSettings } from './settings.js';

await runService({ name: 'console', settings: consoleSettings, start: startConsole });
