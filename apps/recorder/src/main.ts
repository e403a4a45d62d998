import { runService } from '@app/service';
import { startRecorder } from './recorder.js';
import { recorderSettings } from './settings.js';

await runService({ name: 'recorder', settings: recorderSettings, start: startRecorder });
