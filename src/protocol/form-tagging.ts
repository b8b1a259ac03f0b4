import type { ServiceModel } from '#core';
import { malformedXml } from './s3-errors.ts';
import { textDecoders } from './text-decoder.ts';
import { Unreadable, type Violations } from './violations.ts';
import { readDocument } from './xml-reader.ts';

interface Tagging {
  readonly TagSet?: ReadonlyArray<{ readonly Key: string; readonly Value: string }>;
}

/**
 * The tags of a form: a document as PutObjectTagging has it, in; the value of the header `x-amz-tagging`, out. Throws MalformedXML.
 * aws: a document of another kind has no tags — recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_tags
 */
export function formTagging(model: ServiceModel, text: string): string {
  const violations: Violations = [];
  let tagging: Tagging;
  try {
    const document = readDocument(text);
    const [root] = Object.keys(document);
    if (root === undefined) throw malformedXml();
    if (root !== 'Tagging') return '';
    tagging = (textDecoders(model, 'xml')({ shape: 'Tagging' })(document[root], violations) ?? {}) as Tagging;
  } catch (thrown) {
    throw thrown instanceof Unreadable ? malformedXml() : thrown;
  }
  if (violations.length > 0) throw malformedXml();
  return (tagging.TagSet ?? []).map(({ Key, Value }) => `${encodeURIComponent(Key)}=${encodeURIComponent(Value)}`).join('&');
}
