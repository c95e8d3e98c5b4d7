using System.Diagnostics;
using System.Reflection;

namespace DeepML.Samples;

/// <summary>
/// Starts this program again as another sample, which scores the same rows with the saved model, and compares the scores.
/// </summary>
internal static class SecondProcess
{
    /// <summary>Runs the other sample; the last of its arguments is the file for <see cref="Write"/>.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its first arguments.</param>
    /// <param name="expected">The scores of this process.</param>
    /// <returns>The largest difference of a score.</returns>
    public static double LargestDifference(string sample, string[] arguments, float[] expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
                start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
            foreach (var argument in (string[])[sample, .. arguments, file])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"The second process ended with exit code {process.ExitCode}.");
            var actual = File.ReadAllLines(file).Select(line => BitConverter.Int32BitsToSingle(int.Parse(line))).ToArray();
            if (actual.Length != expected.Length)
                throw new InvalidOperationException($"The second process scored {actual.Length} values, not {expected.Length}.");
            return expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max();
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>In the second process: hands the scores over, bit for bit.</summary>
    public static void Write(string[] arguments, float[] scores) =>
        File.WriteAllLines(arguments[^1], scores.Select(score => BitConverter.SingleToInt32Bits(score).ToString()));
}
