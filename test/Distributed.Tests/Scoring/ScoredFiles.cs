using System.Globalization;

namespace DeepML.Distributed.Tests.Scoring;

/// <summary>Files of rows: "row N", N, and seven numbers that follow from it.</summary>
internal static class ScoredFiles
{
    /// <summary>Writes one.</summary>
    /// <returns>Its path.</returns>
    public static string Write(TemporaryFolder folder, string name, int first, int count)
    {
        var path = Path.Combine(folder.Path, name + ".csv");
        File.WriteAllLines(path, Enumerable.Range(first, count).Select(row => string.Join(
            ',', Enumerable.Range(1, 7).Select(slot => Math.Sin(row * slot).ToString("F4", CultureInfo.InvariantCulture))
                .Prepend(row.ToString(CultureInfo.InvariantCulture)).Prepend($"row {row}"))));
        return path;
    }

    /// <summary>Where scores come.</summary>
    public static string Output(TemporaryFolder folder) => Path.Combine(folder.Path, "scores.txt");
}
