package millrace.agent.client;

/** Starts and ends. */
public final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {}
}
