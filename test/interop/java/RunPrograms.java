import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jdt.internal.compiler.batch.Main;

/**
 * Compiles programs and runs them, one after the other. A file names their folders, one a line; each holds a `ReadTopic.java`.
 *
 * Prints of each a line with `==` and its folder, and then what it prints.
 */
public class RunPrograms {
  public static void main(String[] arguments) throws Exception {
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (var folder : Files.readAllLines(Path.of(arguments[0]))) {
      out.println("== " + folder);
      compile(folder);
      var printed = new ByteArrayOutputStream();
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      try (var loader = new URLClassLoader(new URL[] { Path.of(folder).toUri().toURL() })) {
        loader.loadClass("ReadTopic").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
      }
      out.print(printed.toString(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private static void compile(String folder) {
    var classPath = System.getProperty("java.class.path");
    String[] options = { "-17", "-nowarn", "-encoding", "UTF-8", "-cp", classPath, "-d", folder, folder + "/ReadTopic.java" };
    var errors = new PrintWriter(System.err, true);
    if (!new Main(errors, errors, false, null, null).compile(options)) throw new IllegalStateException("It does not compile: " + folder);
  }
}
