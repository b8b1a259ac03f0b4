import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useRef, useState } from 'react';
import { notice, refused } from '../../app/notices.tsx';
import { bytes } from '../../components/format.ts';
import { uploadFile } from '../../components/upload.ts';

/** Takes files that are dropped on it, or chosen, and shows how far each is. */
export function UploadArea(props: {
  readonly bucket: string;
  readonly prefix: string;
  readonly onDone: () => void;
  readonly children: (choose: () => void) => ReactNode;
}) {
  const { bucket, prefix, onDone } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [running, setRunning] = useState<Readonly<Record<string, { file: File; done: number }>>>({});
  const take = async (files: readonly File[]) => {
    let done = 0;
    for (const file of files) {
      const key = prefix + (file.webkitRelativePath || file.name);
      const show = (part: number) => setRunning((before) => ({ ...before, [key]: { file, done: part } }));
      try {
        show(0);
        await uploadFile(file, { bucket, key }, show);
        done++;
      } catch (thrown) {
        refused(`${file.name} was not uploaded`, thrown);
      }
      setRunning(({ [key]: _, ...rest }) => rest);
    }
    if (done > 0) notice('success', done === 1 ? `${files[0]?.name} is uploaded` : `${done} files are uploaded`);
    onDone();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
    >
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          void take(files);
        }}
      />
      <SpaceBetween size="s">
        {Object.entries(running).map(([key, { file, done }]) => (
          <ProgressBar key={key} value={done * 100} label={key} additionalInfo={bytes(file.size)} />
        ))}
        {props.children(() => chooser.current?.click())}
      </SpaceBetween>
    </div>
  );
}
