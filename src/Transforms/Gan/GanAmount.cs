using System.Text.Json.Serialization;

namespace DeepML;

/// <summary>How many synthetic rows an augmenter adds.</summary>
public sealed record GanAmount
{
    /// <summary>Made by the methods of this record.</summary>
    [JsonConstructor]
    internal GanAmount(GanAmountKind kind, double value, IReadOnlyDictionary<string, int>? rows)
    {
        Kind = kind;
        Value = value;
        Rows = rows;
    }

    /// <summary>What <see cref="Value"/> means.</summary>
    public GanAmountKind Kind { get; }

    /// <summary>Rows, a factor or a share, according to <see cref="Kind"/>; 0 for <see cref="GanAmountKind.Rows"/>.</summary>
    public double Value { get; }

    /// <summary>Rows per class, for <see cref="GanAmountKind.Rows"/>; else null.</summary>
    public IReadOnlyDictionary<string, int>? Rows { get; }

    /// <summary>The same number of rows for each class; without a label, that many rows.</summary>
    /// <param name="rows">At least 1.</param>
    public static GanAmount PerClass(int rows) => new(GanAmountKind.PerClass, rows, null);

    /// <summary>Rows in proportion to those there are.</summary>
    /// <param name="factor">Real and synthetic rows of a class together, as a multiple of its real rows; above 1.</param>
    public static GanAmount Factor(double factor) => new(GanAmountKind.Factor, factor, null);

    /// <summary>Rows in proportion to those there are, for classes smaller than the largest, and never beyond it.</summary>
    /// <param name="factor">Real and synthetic rows of a class together, as a multiple of its real rows; above 1.</param>
    public static GanAmount FactorOfSmaller(double factor) => new(GanAmountKind.FactorOfSmaller, factor, null);

    /// <summary>Brings every class up to a share of the largest; larger ones stay as they are.</summary>
    /// <param name="share">In (0, 1]; 1 makes all classes as large as the largest.</param>
    public static GanAmount Balance(double share = 1) => new(GanAmountKind.Balance, share, null);

    /// <summary>A number of rows for some classes.</summary>
    /// <param name="rows">Rows by the class's name; each at least 1.</param>
    /// <exception cref="ArgumentNullException">There is no dictionary.</exception>
    public static GanAmount ForClasses(IReadOnlyDictionary<string, int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new GanAmount(GanAmountKind.Rows, 0, rows.ToDictionary());
    }

    /// <summary>Rows to add to each class.</summary>
    /// <param name="counts">Real rows of each class.</param>
    /// <param name="names">Name of each class.</param>
    internal long[] Plan(IReadOnlyList<long> counts, IReadOnlyList<string> names)
    {
        var largest = counts.Count == 0 ? 0 : counts.Max();
        return [.. counts.Select((count, i) => Kind switch
        {
            GanAmountKind.PerClass => (long)Value,
            GanAmountKind.Factor => (long)Math.Round((Value - 1) * count),
            GanAmountKind.FactorOfSmaller => Math.Min((long)Math.Round((Value - 1) * count), largest - count),
            GanAmountKind.Balance => Math.Max(0, (long)Math.Round(Value * largest) - count),
            _ => Rows!.GetValueOrDefault(names[i]),
        })];
    }
}
