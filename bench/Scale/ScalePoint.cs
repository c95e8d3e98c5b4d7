using System.Globalization;

namespace DeepML.Bench;

/// <summary>A point of a curve.</summary>
/// <param name="Size">The size.</param>
/// <param name="RowsPerSecond">Training rows per second.</param>
/// <param name="Peak">MiB of resident memory at most.</param>
internal sealed record ScalePoint(int Size, double RowsPerSecond, double Peak)
{
    private const string Mark = "point ";

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{Size} {RowsPerSecond:F2} {Peak:F1}");

    public static ScalePoint? FromLine(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var numbers = line[Mark.Length..].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new ScalePoint((int)numbers[0], numbers[1], numbers[2]);
    }
}
