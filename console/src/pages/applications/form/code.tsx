import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Container from '@cloudscape-design/components/container';
import FileDropzone, { useFilesDragging } from '@cloudscape-design/components/file-dropzone';
import FileInput from '@cloudscape-design/components/file-input';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { faultOf } from '../../../aws/index.ts';
import { bytes, moment } from '../../../components/format.ts';
import { uploadFile } from '../../../components/upload.ts';
import type { SectionProps } from './fields.tsx';
import { codeBucket, createBucket, useBuckets, useCode } from './places.ts';

/** JARs and ZIPs begin alike: what does not is neither, and Flink would say so much later. */
async function isArchive(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

/** The code: an object in S3, chosen or dropped here. */
export function CodeSection({ form, set, problems }: SectionProps) {
  const queries = useQueryClient();
  const { data: buckets = [], isPending } = useBuckets();
  const { data: objects = [], isFetching } = useCode(form.bucket);
  const [progress, setProgress] = useState<{ readonly name: string; readonly percent: number; readonly done: boolean }>();
  const [problem, setProblem] = useState<string>();
  const { areFilesDragging } = useFilesDragging();
  const options = buckets.map((value) => ({ value, label: value }));

  const take = async ([file]: readonly File[]) => {
    if (!file) return;
    setProblem(undefined);
    if (!(await isArchive(file))) {
      setProblem(`${file.name} is neither a JAR nor a ZIP.`);
      return;
    }
    const bucket = form.bucket || buckets[0] || codeBucket();
    const key = `code/${file.name}`;
    setProgress({ name: file.name, percent: 0, done: false });
    try {
      if (!buckets.includes(bucket)) await createBucket(bucket);
      const type = 'application/java-archive';
      await uploadFile(file, { bucket, key, type }, (done) =>
        setProgress({ name: file.name, percent: Math.round(done * 100), done: false }),
      );
      setProgress({ name: file.name, percent: 100, done: true });
      set({ bucket, key });
      await queries.invalidateQueries({ queryKey: ['bucket'] });
      await queries.invalidateQueries({ queryKey: ['object'] });
    } catch (thrown) {
      setProgress(undefined);
      setProblem(faultOf(thrown).message);
    }
  };

  return (
    <Container
      header={
        <Header variant="h2" description="A JAR, or a ZIP of a Python application">
          Application code
        </Header>
      }
    >
      <SpaceBetween size="l">
        <FormField label="Upload" description={`Goes to ${form.bucket || buckets[0] || `a new bucket, ${codeBucket()}`}`}>
          {areFilesDragging ? (
            <FileDropzone onChange={({ detail }) => void take(detail.value)}>Drop the JAR or ZIP here</FileDropzone>
          ) : (
            <FileInput
              value={[]}
              accept=".jar,.zip"
              ariaLabel="Choose a JAR or ZIP"
              onChange={({ detail }) => void take(detail.value)}
            >
              Choose or drop a file
            </FileInput>
          )}
        </FormField>
        {progress && (
          <ProgressBar
            value={progress.percent}
            label={progress.name}
            status={progress.done ? 'success' : 'in-progress'}
            resultText={`Uploaded ${progress.name}`}
          />
        )}
        {problem !== undefined && (
          <Alert type="error" header="The file was not uploaded">
            {problem}
          </Alert>
        )}
        <FormField label="Bucket">
          <Select
            options={options}
            selectedOption={form.bucket === '' ? null : { value: form.bucket, label: form.bucket }}
            onChange={({ detail }) => set({ bucket: detail.selectedOption.value ?? '', key: '' })}
            filteringClearAriaLabel="Clear"
            filteringType={buckets.length > 8 ? 'auto' : 'none'}
            statusType={isPending ? 'loading' : 'finished'}
            loadingText="Loading buckets"
            empty="There are no buckets yet: an upload makes one"
            placeholder="Choose a bucket"
          />
        </FormField>
        <FormField label="Path to the object" errorText={problems.key}>
          <Autosuggest
            clearAriaLabel="Clear"
            value={form.key}
            onChange={({ detail }) => set({ key: detail.value })}
            options={objects.map(({ Key = '', Size, LastModified }) => ({
              value: Key,
              description: `${bytes(Size)}, ${moment(LastModified)}`,
            }))}
            enteredTextLabel={(value) => `Use ${value}`}
            placeholder="code/application.jar"
            ariaLabel="Path to the object"
            disabled={form.bucket === ''}
            statusType={isFetching ? 'loading' : 'finished'}
            loadingText="Loading objects"
            empty="No JAR or ZIP is in this bucket"
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
