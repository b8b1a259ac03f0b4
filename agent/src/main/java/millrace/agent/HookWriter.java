package millrace.agent;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes hooks into a class file. Methods without one are copied as they are. */
final class HookWriter extends ClassVisitor {
    private final List<Hook> hooks;
    private final Set<Hook> done;

    private HookWriter(ClassWriter out, List<Hook> hooks, Set<Hook> done) {
        super(Opcodes.ASM9, out);
        this.hooks = hooks;
        this.done = done;
    }

    static byte[] write(byte[] code, List<Hook> hooks, Set<Hook> done) {
        ClassReader in = new ClassReader(code);
        ClassWriter out = new ClassWriter(in, ClassWriter.COMPUTE_MAXS);
        in.accept(new HookWriter(out, hooks, done), 0);
        return out.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
        MethodVisitor out = super.visitMethod(access, name, descriptor, signature, thrown);
        if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) return out;
        for (Hook hook : hooks) {
            if (!hook.fits(name, descriptor)) continue;
            done.add(hook);
            out = new Hooked(out, hook, (access & Opcodes.ACC_STATIC) != 0 ? 0 : 1);
        }
        return out;
    }

    private static final class Hooked extends MethodVisitor {
        private final Hook hook;
        private final int argument;

        Hooked(MethodVisitor out, Hook hook, int argument) {
            super(Opcodes.ASM9, out);
            this.hook = hook;
            this.argument = argument;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            switch (hook.how) {
                case ARGUMENT:
                    // Before a constructor's super() too: only the argument is touched.
                    super.visitVarInsn(Opcodes.ALOAD, argument);
                    ask();
                    super.visitVarInsn(Opcodes.ASTORE, argument);
                    break;
                case ANSWER:
                    Label goOn = new Label();
                    super.visitVarInsn(Opcodes.ALOAD, argument);
                    ask();
                    super.visitInsn(Opcodes.DUP);
                    super.visitJumpInsn(Opcodes.IFNULL, goOn);
                    super.visitInsn(Opcodes.ARETURN);
                    super.visitLabel(goOn);
                    Object answer = Type.getReturnType(hook.askDescriptor).getInternalName();
                    super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {answer});
                    super.visitInsn(Opcodes.POP);
                    break;
                case THIS:
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    ask();
                    break;
                default:
                    break;
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                if (hook.how == Hook.How.RESULT) {
                    ask();
                } else if (hook.how == Hook.How.RESULT_OF_THIS) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    ask();
                }
            }
            super.visitInsn(opcode);
        }

        private void ask() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, hook.askOwner, hook.ask, hook.askDescriptor, false);
        }
    }
}
