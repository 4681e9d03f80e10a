// A page whose audio worklet fits when its processor is made.
const context = new OfflineAudioContext(1, 128, 44100);
await context.audioWorklet.addModule("./audioWorklet.js");
const node = new AudioWorkletNode(context, "fit");
node.onprocessorerror = ({ message }) => {
  document.body.textContent = `failed: ${message}`;
};
node.port.onmessage = ({ data }) => {
  document.body.textContent = JSON.stringify(data);
};
node.connect(context.destination);
await context.startRendering();
