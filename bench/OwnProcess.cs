using System.Diagnostics;
using System.Reflection;

namespace DeepML.Bench;

/// <summary>Further processes of this program.</summary>
internal static class OwnProcess
{
    /// <summary>What starts it: DeepML.Bench, or dotnet DeepML.Bench.dll, as it was started itself.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    /// <summary>Starts one whose standard output is read by the caller.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variable">A variable of its environment to set to 1; null for none.</param>
    public static Process Start(IEnumerable<string> arguments, string? variable = null)
    {
        var start = new ProcessStartInfo(Command[0], [.. Command.Skip(1), .. arguments]) { RedirectStandardOutput = true };
        if (variable is not null)
            start.Environment[variable] = "1";
        return Process.Start(start) ?? throw new InvalidOperationException($"{Command[0]} could not be started.");
    }

    private static string[] Find()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var assembly = Assembly.GetExecutingAssembly();
        // The name has a dot itself: its end is no extension.
        var name = Path.GetFileName(program);
        return name == assembly.GetName().Name || name == assembly.GetName().Name + ".exe" ? [program] : [program, assembly.Location];
    }
}
