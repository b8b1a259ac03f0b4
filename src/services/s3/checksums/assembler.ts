/** What a module of WebAssembly is made of, as bytes. — webassembly.github.io/spec/core/binary */
export const unsigned = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]);
export const signed = (value: number): number[] =>
  value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
export const section = (id: number, ...content: number[]): number[] => [id, ...unsigned(content.length), ...content];
export const name = (text: string): number[] => [text.length, ...Buffer.from(text)];

export const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;
export const [I32, I64] = [0x7f, 0x7e] as const;
export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const tee = (local: number): number[] => [0x22, ...unsigned(local)];
export const i32 = (value: number): number[] => [0x41, ...signed(value)];
export const i64 = (value: number): number[] => [0x42, ...signed(value)];
