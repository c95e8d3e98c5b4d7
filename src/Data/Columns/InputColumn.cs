using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Writes what one column holds in the current row as numbers.</summary>
/// <param name="destination">Exactly <see cref="InputColumn.Width"/> numbers.</param>
internal delegate void RowReader(Span<float> destination);

/// <summary>A column that a network reads: how it is checked, and how a row of it becomes numbers.</summary>
internal abstract class InputColumn(string name, string role)
{
    /// <summary>Name of the column in the data.</summary>
    public string Name { get; } = name;

    /// <summary>The word errors use for it: input, feature, label, ...</summary>
    public string Role { get; } = role;

    /// <summary>Numbers per row.</summary>
    public abstract int Width { get; }

    /// <summary>Shape of one row's tensor; the product is <see cref="Width"/>; empty for a scalar.</summary>
    public virtual long[] RowShape => [Width];

    /// <summary>The element type in which batches hold this column: float32, or int64 for classes.</summary>
    public virtual ScalarType TensorType => ScalarType.Float32;

    /// <summary>The concrete type needed, in ML.NET's notation.</summary>
    public abstract string ExpectedType { get; }

    /// <summary>The type needed, without sizes.</summary>
    public abstract string ExpectedShape { get; }

    /// <summary>Whether a row with these numbers is left out of training, as ML.NET's trainers leave out rows without a label.</summary>
    public virtual bool LeavesOut(ReadOnlySpan<float> values) => false;

    /// <summary>Whether a column of this type can be read.</summary>
    public abstract bool Accepts(DataViewType type);

    /// <summary>Whether a column of this shape can be read.</summary>
    public abstract bool Accepts(SchemaShape.Column column);

    /// <summary>A reader of this column over a row or cursor.</summary>
    public abstract RowReader Bind(DataViewRow row, DataViewSchema.Column column);
}
