using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DeepML.Bench;

/// <summary>Runs the tests of the worked numbers, in the test programs that were built last, and counts those that pass.</summary>
internal static partial class GoldenRows
{
    private static readonly (string Group, string Project, string Tests)[] Groups =
    [
        ("activations", "Networks.Tests", "ActivationGoldenTests"), ("convolutions", "Networks.Tests", "ConvolutionGoldenTests"),
        ("networks", "Networks.Tests", "NetworkGoldenTests"), ("windows", "Data.Tests", "WindowGoldenTests"),
        ("information", "Data.Tests", "InformationGoldenTests"),
        ("families", "Estimators.Tests", "FamilyGoldenTests"), ("series", "Estimators.Tests", "SeriesGoldenTests"),
    ];

    /// <summary>The number of tests that passed, by group; a group with a test that failed, or without its program, is an error.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var all = 0;
        foreach (var (group, project, tests) in Groups)
        {
            var passed = Passed(project, tests);
            all += passed;
            yield return ($"golden.{group}", passed);
        }
        yield return ("golden.rows", all);
    }

    private static int Passed(string project, string tests)
    {
        var program = Path.Combine(RepositoryFiles.Root, "test", project, "bin", "Release", "net10.0", $"DeepML.{project}.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"'{program}' is not there; build the tests first (./test.sh).");
        var start = new ProcessStartInfo(
            "dotnet", [program, "--filter", $"FullyQualifiedName~Golden.{tests}"])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var succeeded = Succeeded().Match(output);
        return process.ExitCode == 0 && succeeded.Success
            ? int.Parse(succeeded.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"{tests} did not pass:\n{output}");
    }

    [GeneratedRegex(@"succeeded: (\d+)")]
    private static partial Regex Succeeded();
}
