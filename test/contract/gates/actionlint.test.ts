import { execa } from 'execa';
import { expect, test } from 'vitest';
import { packageFile } from '../../../src/system/package-file.ts';
import { workflowFiles } from '../../helpers/gate-files.ts';

const version = await execa('actionlint', ['-version'], { reject: false });
const lacks = version.failed
  ? ' (skipped: no actionlint here; go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12)'
  : '';

test.skipIf(lacks !== '')(
  `actionlint accepts every workflow, and what they give our action${lacks}`,
  async () => {
    const files = workflowFiles.map((file) => `.github/workflows/${file}`);
    const { exitCode, stdout } = await execa('actionlint', files, { cwd: packageFile(''), reject: false });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  },
);
