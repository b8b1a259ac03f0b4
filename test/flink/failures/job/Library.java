/** What the job was compiled against; packed is a version without newer(). */
public final class Library {
  public static String newer() {
    return "newer";
  }

  private Library() {}
}
