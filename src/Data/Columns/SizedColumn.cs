using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>Writes what one column holds in the source's current row into a row of a block.</summary>
/// <param name="block">A block of that column.</param>
/// <param name="row">Where to write in it.</param>
/// <returns>
/// False if the column holds nothing there that a network could learn from or answer to: a missing label, an unreadable picture.
/// </returns>
internal delegate bool RowReader(ColumnBlock block, int row);

/// <summary>A column that a network reads, of known size: how a row of it becomes numbers.</summary>
/// <inheritdoc/>
internal abstract class SizedColumn(string name, string role) : InputColumn(name, role)
{
    /// <summary>What a batch calls the column's tensor.</summary>
    public BatchMember Member { get; } = role switch
    {
        "input" or "feature" or "score" => BatchMember.Features,
        "label" or "target" or "rating" => BatchMember.Targets,
        "user" => BatchMember.Users,
        "item" => BatchMember.Items,
        "weight" => BatchMember.Weights,
        "mask" => BatchMember.Masks,
        "domain" => BatchMember.Domains,
        "censoring" => BatchMember.Censored,
        _ => throw new ArgumentException($"'{role}' is not the role of a column.", nameof(role)),
    };

    /// <summary>Numbers per row.</summary>
    public abstract int Width { get; }

    /// <summary>Shape of one row's tensor; the product is <see cref="Width"/>; empty for a scalar.</summary>
    public virtual long[] RowShape => [Width];

    /// <summary>
    /// The element type in which blocks and batches hold this column: float32, int32 for keys in sequences, or int64 for single keys.
    /// </summary>
    public virtual ScalarType TensorType => ScalarType.Float32;

    /// <summary>Whether rows are sequences, each with its number of steps beside it.</summary>
    public virtual bool HasLengths => false;

    /// <summary>
    /// Whether most numbers of a row are 0 and only the others are read: batches then hold the column as a sparse tensor.
    /// </summary>
    public virtual bool IsSparse => false;

    /// <summary>Numbers that a row takes room for, about: all, or those other than 0 where rows are sparse.</summary>
    public virtual int NumbersPerRow => Width;

    /// <summary>
    /// The type of the column in a data view; where several can be read, the one that comes nearest to what the network reads.
    /// </summary>
    public virtual DataViewType Type => RowShape.Length == 0
        ? NumberDataViewType.Single
        : new VectorDataViewType(NumberDataViewType.Single, Array.ConvertAll(RowShape, size => (int)size));

    /// <summary>Whether NaN is a missing number, which the network fills, and not a fault.</summary>
    public virtual bool AllowsMissing => false;

    /// <summary>What would help against a missing number, beside filtering and filling; null for nothing.</summary>
    public virtual string? MissingAdvice => null;

    /// <summary>
    /// The column of the data in which one of a row's numbers is, and its slot there; null for a column of single numbers.
    /// </summary>
    public virtual (string Column, int? Slot) PlaceOf(int number) => (Name, Width > 1 ? number : null);

    /// <summary>A reader over a row or cursor that has the column.</summary>
    public virtual RowReader Bind(DataViewRow row) => Bind(row, row.Schema[Name]);

    /// <summary>A reader of this column over a row or cursor.</summary>
    public abstract RowReader Bind(DataViewRow row, DataViewSchema.Column column);
}
