using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>How a column of a table becomes numbers.</summary>
internal enum TableColumnKind
{
    /// <summary>A vector of float: every number of it is scaled.</summary>
    Vector,

    /// <summary>A number: which Gaussian of a mixture it belongs to, and where it lies in it.</summary>
    Number,

    /// <summary>One of several values: a boolean, a text or a key.</summary>
    Category,

    /// <summary>A text or whole number that is another in every row: it is not learned, and synthetic rows are numbered anew.</summary>
    Identifier,
}

/// <summary>A column of a table with what was learned of it: enough to make numbers of its values and values of numbers.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Kind">How it becomes numbers.</param>
/// <param name="ItemType">Name of its type, or of its items' type, in ML.NET: Single, Boolean, String, UInt32, ...</param>
/// <param name="KeyCount">Number of keys, if it is a key; else 0.</param>
/// <param name="Dimensions">Dimensions of a vector; empty for a scalar.</param>
internal sealed record TableColumn(string Name, TableColumnKind Kind, string ItemType, ulong KeyCount, int[] Dimensions)
{
    /// <summary>The curves on which numbers of a vector lie before they are scaled; null where all are taken as they are.</summary>
    public VectorCurves? Curves { get; init; }

    /// <summary>What is taken off each number of a vector before it is divided by <see cref="Scales"/>.</summary>
    public float[] Offsets { get; init; } = [];

    /// <summary>Scale of each number of a vector; 0 for one that never changes.</summary>
    public float[] Scales { get; init; } = [];

    /// <summary>The distribution of a number; null for other columns.</summary>
    public GaussianMixture? Mixture { get; init; }

    /// <summary>
    /// The scale of the curve asinh(x / scale) on which the mixture lies, where a column's tails are heavy: linear well below it and
    /// logarithmic above. Null where numbers are taken as they are.
    /// </summary>
    public double? Bend { get; init; }

    /// <summary>Numbers that many rows have, 0 for example: each is one of the mixture's last members, without a spread.</summary>
    public double[] Points { get; init; } = [];

    /// <summary>Smallest number seen; of a vector in any of its places.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest number seen.</summary>
    public double Maximum { get; init; }

    /// <summary>Whether every number seen was a whole one.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether some numbers were missing.</summary>
    public bool HasMissing { get; init; }

    /// <summary>The values of a category that have a place of their own, as invariant text; keys as their number.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>Rows seen of each place: one per value and, if there are rare ones, one more for all of them.</summary>
    public long[] Counts { get; init; } = [];

    /// <summary>Some of the values that share the last place; empty if every value has its own.</summary>
    public string[] RareValues { get; init; } = [];

    /// <summary>Rows seen of each of the rare values that were kept.</summary>
    public long[] RareCounts { get; init; } = [];

    /// <summary>Rows of each place of a category by the place of their label; empty for other columns and without a label.</summary>
    public long[][] LabelCounts { get; init; } = [];

    /// <summary>Choices of a mode: the Gaussians, and one more for missing numbers.</summary>
    [JsonIgnore]
    public int Modes => (Mixture?.Weights.Length ?? 0) + (HasMissing ? 1 : 0);

    /// <summary>Places of a category.</summary>
    [JsonIgnore]
    public int Places => Counts.Length;

    /// <summary>Numbers that hold a value of the column in a compact row.</summary>
    [JsonIgnore]
    public int CompactSize =>
        Kind switch { TableColumnKind.Vector => Offsets.Length, TableColumnKind.Number => 2, TableColumnKind.Identifier => 0, _ => 1 };

    /// <summary>The column's type in a data view.</summary>
    /// <exception cref="FormatException">The name of the type is not known.</exception>
    [JsonIgnore]
    public DataViewType Type => new ColumnType(ItemType, KeyCount, Dimensions).Restore($"column '{Name}'");

    /// <summary>A number of a vector as networks see it; 0 for one that never changes.</summary>
    public float Scaled(int slot, float number) =>
        Scales[slot] == 0 ? 0 : ((Curves?.On(slot, number) ?? number) - Offsets[slot]) / Scales[slot];

    /// <summary>The number of a vector that networks see so.</summary>
    public float Restored(int slot, float scaled)
    {
        var place = Offsets[slot] + (Scales[slot] * scaled);
        return Curves?.Off(slot, place) ?? place;
    }

    /// <summary>A number on the curve of the mixture.</summary>
    public double Bent(double number) => Bend is { } scale ? Math.Asinh(number / scale) : number;

    /// <summary>The number at a place of a mode, within the range that was seen; NaN for the mode of missing numbers.</summary>
    public double NumberAt(int mode, double place)
    {
        if (mode >= Mixture!.Weights.Length)
            return double.NaN;
        var point = mode - (Mixture.Weights.Length - Points.Length);
        if (point >= 0)
            return Points[point];
        var (least, most) = (Bent(Minimum), Bent(Maximum));
        var at = Mixture.Decode(mode, place);
        // Thrown back at the ends of what was seen: cut off there, many rows would hold the extreme values of real ones.
        at = Math.Clamp(at > most ? (2 * most) - at : at < least ? (2 * least) - at : at, least, most);
        var number = Math.Clamp(Bend is { } scale ? scale * Math.Sinh(at) : at, Minimum, Maximum);
        return IsWhole ? Math.Round(number) : number;
    }

    /// <summary>The place of a category's value.</summary>
    /// <returns>Its index; that of the rare ones if it has no place of its own; -1 if there is no such place either.</returns>
    public int PlaceOf(string value)
    {
        var index = Array.IndexOf(Values, value);
        return index >= 0 ? index : RareValues.Length > 0 ? Values.Length : -1; // not every rare value is kept
    }
}
