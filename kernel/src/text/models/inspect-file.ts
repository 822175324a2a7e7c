import { join } from 'node:path';
import { InputError } from '../../problem.js';
import { inspectOnnx, type OnnxFile } from './inspect-onnx.js';
import { KnownFiles, ModelFolder } from './model-folder.js';

const skeletons = new KnownFiles<OnnxFile>();

/** The skeleton of the ONNX file; files it points to must be there, whole, in its own folder. */
export async function inspectFile(folder: ModelFolder, file: string): Promise<OnnxFile> {
  let onnx: OnnxFile;
  try {
    const { path, info } = await folder.locate(file);
    onnx = await skeletons.of(path, info, async () => inspectOnnx(await folder.read(file)));
  } catch (error) {
    if (!(error instanceof Error) || error instanceof InputError) throw error;
    throw folder.damaged(
      file,
      error.message === 'it holds no graph' ? error.message : 'it is cut off or no ONNX file',
    );
  }
  const beside = file.includes('/') ? 'onnx' : '.';
  const home = new ModelFolder(join(folder.path, beside), folder.model);
  for (const { path, end } of onnx.external) {
    const { info } = await home.locate(path);
    if (info.size < end) throw folder.damaged(path, `${info.size} bytes long where ${end} are needed`);
  }
  return onnx;
}
