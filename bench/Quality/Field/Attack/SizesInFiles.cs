using System.Diagnostics;

namespace DeepML.Bench;

/// <summary>A size in a file is compared with the weights that it holds before anything is built.</summary>
internal sealed class SizesInFiles : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 14;

    /// <inheritdoc/>
    public string Fault => "a 3 KB file takes gigabytes or minutes";

    /// <inheritdoc/>
    public bool Holds()
    {
        var model = new SavedModel();
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        foreach (var (from, to) in new[] { ("\"InputSize\": 4", "\"InputSize\": 1000000000"),
            ("\"CodeSize\": 2", "\"CodeSize\": 1000000000") })
        {
            var clock = Stopwatch.StartNew();
            if (model.LoadWithDescription(from, to) is not { } error
                || !Says(error, "1000000000") || clock.Elapsed > TimeSpan.FromSeconds(2))
                return false;
        }
        return Process.GetCurrentProcess().PeakWorkingSet64 - before < 300L << 20;
    }

    private static bool Says(Exception? error, string text) =>
        error is not null
            && ((error is FormatException && error.Message.Contains(text, StringComparison.Ordinal)) || Says(error.InnerException, text));
}
