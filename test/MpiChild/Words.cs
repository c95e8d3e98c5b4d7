using System.Globalization;
using System.Text;

namespace DeepML.MpiChild;

/// <summary>Says to the other processes what can be said, and tells what has come of it.</summary>
public static class Words
{
    /// <summary>Numbers in a sum.</summary>
    public const int Count = 1003;

    /// <summary>What a rank brings to a sum.</summary>
    public static double Number(int rank, int place) => (rank + 1) * Math.Sin(place + 1);

    /// <summary>The bytes of a rank: more of them the higher it is, none of the first.</summary>
    public static byte[] Bytes(int rank) => [.. Enumerable.Repeat((byte)(rank + 65), rank * 3)];

    /// <summary>Does it.</summary>
    /// <returns>A line for everything: what it is, and what has come of it.</returns>
    public static IReadOnlyList<string> Said(MpiDistribution together)
    {
        var lines = new List<string>();
        void Say(string line) => lines.Add(line);
        var rank = together.Rank;
        Say("gathered " + string.Join('|', together.Gather(Bytes(rank)).Select(Encoding.ASCII.GetString)));
        var first = together.FromFirst(rank == 0 ? "what the first says"u8.ToArray() : [.. Enumerable.Repeat((byte)'x', rank)]);
        Say("from first " + Encoding.ASCII.GetString(first));
        Say($"nothing from first {together.FromFirst([]).Length}");
        var doubles = Enumerable.Range(0, Count).Select(place => Number(rank, place)).ToArray();
        var later = doubles.ToArray();
        var end = together.BeginSum(later); // others are said before its end
        together.Sum(doubles);
        end();
        Say("sum " + Told(doubles));
        Say("later " + Told(later));
        var gradients = Enumerable.Range(0, Count).Select(place => (float)Number(rank, place)).ToArray();
        together.SumGradients(gradients);
        Say("gradients " + Told([.. gradients.Select(number => (double)number)]));
        Say($"names {together.NameOf(0)}, {together.NameOf(together.Size - 1)}");
        Say(string.Create(CultureInfo.InvariantCulture, $"bytes {together.Traffic.Bytes}"));
        return lines;
    }

    private static string Told(double[] numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
