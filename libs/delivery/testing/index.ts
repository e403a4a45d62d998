export { EngineRig, fault, response, startEngine, type Answer, type RigOptions } from './engine.rig.js';
