using System.Globalization;

namespace DeepML.Bench;

/// <summary>What a soaking process tells of an epoch.</summary>
/// <param name="RowsPerSecond">By the clock.</param>
/// <param name="ProcessorSeconds">Of all threads of the process: programs beside it disturb them less than the clock.</param>
/// <param name="Resident">MiB of memory at its end.</param>
/// <param name="Peak">MiB at most within it.</param>
internal sealed record SoakEpoch(double RowsPerSecond, double ProcessorSeconds, double Resident, double Peak)
{
    private const string Mark = "epoch ";

    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture, $"{Mark}{RowsPerSecond:F1} {ProcessorSeconds:F4} {Resident:F1} {Peak:F1}");

    public static SoakEpoch? FromLine(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var numbers = line[Mark.Length..].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new SoakEpoch(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
