/** What a part of the application page is given. */
export interface TabProps {
  readonly name: string;
}

export interface ModalProps {
  readonly name: string;
  readonly onClose: () => void;
}
