package millrace.agent;

/** One method of somebody else's class, and the method of ours it asks. */
final class Hook {
    enum Purpose {
        /** Without it records would leave for AWS: the JVM must not start. */
        REDIRECT,
        /** Without it something fails, and says so: the JVM starts. */
        TRUST, FILES,
        /** In the application's own classes, which may never be loaded. */
        APPLICATION
    }

    enum How {
        /** {@code answer = ask(argument); if (answer != null) return answer;} at the start. */
        ANSWER,
        /** {@code argument = ask(argument);} at the start. */
        ARGUMENT,
        /** {@code return ask(result);} */
        RESULT,
        /** {@code ask(this);} at the start. */
        THIS,
        /** {@code return ask(result, this);} */
        RESULT_OF_THIS
    }

    final Purpose purpose;
    final How how;
    /** A class name; for {@link Purpose#APPLICATION} its end, since applications relocate packages. */
    final String owner;
    final String method;
    /** The whole descriptor, or its start up to the first argument. */
    final String descriptor;
    final String askOwner;
    final String ask;
    final String askDescriptor;

    Hook(Purpose purpose, How how, String owner, String method, String descriptor, String ask, String askDescriptor) {
        this.purpose = purpose;
        this.how = how;
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        int dot = ask.indexOf('.');
        this.askOwner = "millrace/agent/boot/" + ask.substring(0, dot);
        this.ask = ask.substring(dot + 1);
        this.askDescriptor = askDescriptor;
    }

    boolean isIn(String className) {
        return purpose == Purpose.APPLICATION ? className.endsWith(owner) : className.equals(owner);
    }

    boolean fits(String name, String desc) {
        return name.equals(method) && desc.startsWith(descriptor);
    }

    @Override
    public String toString() {
        return owner.replace('/', '.') + "." + method;
    }
}
